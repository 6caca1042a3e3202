package org.mococxr.pretraining;

/**
 * How much of itself the key encoder keeps per step: the same throughout, or rising along half a cosine so that keys settle as learning
 * does.
 *
 * @param start at the first step, 0 to 1
 * @param end at the last step; {@code start} for a constant
 */
public record KeyMomentum(double start, double end) {
    public KeyMomentum {
        if (!(start >= 0 && start <= end && end <= 1) || start == 1) {
            throw new IllegalArgumentException(
                    "key momentum is at least 0, below 1 at the start, and does not fall; was %s to %s"
                            .formatted(start, end));
        }
    }

    public static KeyMomentum constant(double momentum) {
        return new KeyMomentum(momentum, momentum);
    }

    /** @param step counted from 0 */
    double at(long step, long totalSteps) {
        return end - (end - start) * 0.5 * (1 + Math.cos(Math.PI * step / totalSteps));
    }
}
