package org.mococxr.report;

/**
 * Colour and opacity of an activation: the upper part of matplotlib's "inferno" (CC0), whose brightness rises evenly and
 * which colour-blind readers can follow; what is not hot stays untouched film.
 */
final class HeatColours {
    /** Activation from which colour shows. */
    static final double FROM = 0.25;

    /** Activation the outline follows. */
    static final double OUTLINE = 0.5;

    static final int OUTLINE_COLOUR = 0xFFFFFF;

    private static final double STRONGEST_ALPHA = 0.55;
    private static final int[] ANCHORS = {0x781C6D, 0xA52C60, 0xCF4446, 0xED6925, 0xFB9A06, 0xF7D13D, 0xFCFFA4};

    private HeatColours() {}

    static double alpha(double activation) {
        double t = fraction(activation);
        return t == 0 ? 0 : STRONGEST_ALPHA * Math.sqrt(t);
    }

    /** 0xRRGGBB. */
    static int colour(double activation) {
        double position = fraction(activation) * (ANCHORS.length - 1);
        int below = Math.min(ANCHORS.length - 2, (int) position);
        double rest = position - below;
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = ANCHORS[below] >> shift & 0xFF;
            int to = ANCHORS[below + 1] >> shift & 0xFF;
            colour |= (int) Math.round(from + rest * (to - from)) << shift;
        }
        return colour;
    }

    private static double fraction(double activation) {
        return Math.max(0, Math.min(1, (activation - FROM) / (1 - FROM)));
    }
}
