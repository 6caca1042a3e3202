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

    /** Far finer than the eye sees; a picture asks half a million times. */
    private static final int STEPS = 1024;

    private static final int[] COLOURS = new int[STEPS + 1];
    private static final float[] ALPHAS = new float[STEPS + 1];

    static {
        for (int step = 0; step <= STEPS; step++) {
            COLOURS[step] = colourAt((double) step / STEPS);
            ALPHAS[step] = (float) (STRONGEST_ALPHA * Math.sqrt((double) step / STEPS));
        }
    }

    private HeatColours() {}

    static float alpha(float activation) {
        return ALPHAS[step(activation)];
    }

    /** 0xRRGGBB. */
    static int colour(float activation) {
        return COLOURS[step(activation)];
    }

    private static int colourAt(double fraction) {
        double position = fraction * (ANCHORS.length - 1);
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

    private static int step(float activation) {
        double fraction = Math.max(0, Math.min(1, (activation - FROM) / (1 - FROM)));
        return (int) (fraction * STEPS + 0.5);
    }
}
