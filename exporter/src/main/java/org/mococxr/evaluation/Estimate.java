package org.mococxr.evaluation;

import java.util.Locale;

/** A figure with its 95 % interval. */
public record Estimate(double value, double lower, double upper) {
    public Estimate {
        if (!(lower <= upper) || !Double.isFinite(value) || !Double.isFinite(lower) || !Double.isFinite(upper)) {
            throw new IllegalArgumentException(
                    "an estimate needs a finite value and an interval whose ends are in order, was " + value + " ["
                            + lower + ", " + upper + "]");
        }
    }

    /** @return for example {@code 0.912 [0.874, 0.943]} */
    public String inFigures() {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", value, lower, upper);
    }

    /** @return for example {@code 91 % (95 % interval 87 to 94 %)} */
    public String inPercent() {
        return String.format(
                Locale.ROOT, "%.0f %% (95 %% interval %.0f to %.0f %%)", 100 * value, 100 * lower, 100 * upper);
    }
}
