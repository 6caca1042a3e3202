package org.mococxr.run;

/**
 * The learning rate over a run.
 *
 * @param peak highest rate
 * @param shape what follows the warm-up
 * @param warmupSteps steps over which the rate rises in a line from 0
 * @param totalSteps of the whole run
 */
public record LearningRate(double peak, Shape shape, long warmupSteps, long totalSteps) {
    /** What follows the warm-up. */
    public enum Shape {
        /** The peak to the end. */
        CONSTANT,
        /** Half a cosine, down to 0 at the end. */
        COSINE,
        /** A tenth from 60 % of the run on, a hundredth from 90 %: MoCo-CXR's steps at epochs 12 and 18 of 20. */
        STEPS
    }

    public LearningRate {
        if (!(peak > 0) || !Double.isFinite(peak)) {
            throw new IllegalArgumentException("the learning rate must be positive, was " + peak);
        }
        if (warmupSteps < 0 || warmupSteps > totalSteps) {
            throw new IllegalArgumentException(
                    "a warm-up of %d steps does not fit a run of %d".formatted(warmupSteps, totalSteps));
        }
    }

    /** @param step counted from 0 */
    public double at(long step) {
        if (step < warmupSteps) {
            return peak * (step + 1) / warmupSteps;
        }
        return switch (shape) {
            case CONSTANT -> peak;
            case COSINE ->
                peak * 0.5 * (1 + Math.cos(Math.PI * (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps)));
            case STEPS -> step < 0.6 * totalSteps ? peak : step < 0.9 * totalSteps ? peak / 10 : peak / 100;
        };
    }
}
