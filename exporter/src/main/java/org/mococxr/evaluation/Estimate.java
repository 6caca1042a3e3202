package org.mococxr.evaluation;

import java.util.Locale;

/** A figure with its 95 % interval. */
public record Estimate(double value, double lower, double upper) {
    private static final double Z_95 = 1.959963984540054;

    public Estimate {
        if (!(lower <= upper) || !Double.isFinite(value) || !Double.isFinite(lower) || !Double.isFinite(upper)) {
            throw new IllegalArgumentException(
                    "an estimate needs a finite value and an interval whose ends are in order, was " + value + " ["
                            + lower + ", " + upper + "]");
        }
    }

    /** A share among {@code trials} independent ones, with Wilson's interval. */
    public static Estimate ofShare(double share, int trials) {
        double z2 = Z_95 * Z_95;
        double centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
        double half = Math.sqrt(z2 * (share * (1 - share) / trials + z2 / (4.0 * trials * trials))) / (1 + z2 / trials);
        return new Estimate(share, Math.max(0, centre - half), Math.min(1, centre + half));
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
