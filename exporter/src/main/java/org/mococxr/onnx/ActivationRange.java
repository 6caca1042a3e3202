package org.mococxr.onnx;

/**
 * Smallest and largest value that an activation took on calibration films, widened to hold 0, which padding needs exactly.
 *
 * @param low 0 or less
 * @param high 0 or more, above {@code low}
 */
public record ActivationRange(float low, float high) {
    private static final int STEPS = 255;

    public ActivationRange {
        if (!(low <= 0 && high >= 0 && low < high) || !Float.isFinite(high - low)) {
            throw new IllegalArgumentException(
                    "an activation's range holds 0 and is finite, was " + low + " to " + high);
        }
    }

    /** Of values seen; an activation that is always 0 gets a range of 1. */
    public static ActivationRange of(float lowest, float highest) {
        float low = Math.min(0, lowest);
        float high = Math.max(0, highest);
        return new ActivationRange(low, low == high ? 1 : high);
    }

    public ActivationRange join(ActivationRange other) {
        return new ActivationRange(Math.min(low, other.low), Math.max(high, other.high));
    }

    /** How much one step of an unsigned byte stands for. */
    float scale() {
        return (high - low) / STEPS;
    }

    /** The byte that stands for 0. */
    int zeroPoint() {
        return Math.max(0, Math.min(STEPS, Math.round(-low / scale())));
    }
}
