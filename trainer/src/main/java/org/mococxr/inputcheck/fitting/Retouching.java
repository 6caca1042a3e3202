package org.mococxr.inputcheck.fitting;

import static org.mococxr.inputcheck.Thumbnail.SIDE;

import org.mococxr.chance.Chance;

/** What may happen to a film between detector and file, and what must not: on grey [64,64], 0..1, always into a new array. */
final class Retouching {
    private static final double MOST_DEGREES = 12;
    private static final double MOST_SHIFT = 0.08;
    private static final double MOST_LOG_GAMMA = 0.5;
    private static final double MOST_GRAIN = 0.04;
    private static final double MOST_MARGIN = 0.3;
    private static final int LARGEST_MARK = 20;

    private Retouching() {}

    /**
     * The same film as another hospital might have it: a little turned, shifted, larger or smaller, mirrored, darker or lighter, with
     * grain, margins, and patches over names. A frontal film stays one.
     */
    static float[] varied(float[] film, Chance chance) {
        var beyond = chance.happens(0.7) ? 0f : 1f;
        var varied = placed(film, chance, beyond);
        var gamma = Math.exp(chance.between(-MOST_LOG_GAMMA, MOST_LOG_GAMMA));
        var grain = chance.happens(0.5) ? chance.between(0, MOST_GRAIN) : 0;
        for (var i = 0; i < varied.length; i++) {
            varied[i] = unit(Math.pow(varied[i], gamma) + (grain > 0 ? grain * chance.gaussian() : 0));
        }
        if (chance.happens(0.25)) {
            varied = withMargins(varied, chance);
        }
        if (chance.happens(0.2)) {
            cover(varied, chance);
        }
        return varied;
    }

    private static float[] placed(float[] film, Chance chance, float beyond) {
        var angle = Math.toRadians(chance.between(-MOST_DEGREES, MOST_DEGREES));
        var scale = chance.between(0.85, 1.12);
        var shiftX = chance.between(-MOST_SHIFT, MOST_SHIFT) * SIDE;
        var shiftY = chance.between(-MOST_SHIFT, MOST_SHIFT) * SIDE;
        var mirror = chance.happens(0.3) ? -1 : 1;
        var cos = scale * Math.cos(angle);
        var sin = scale * Math.sin(angle);
        var out = new float[SIDE * SIDE];
        var centre = (SIDE - 1) / 2.0;
        for (var row = 0; row < SIDE; row++) {
            for (var column = 0; column < SIDE; column++) {
                var x = mirror * (column - centre);
                var y = row - centre;
                out[row * SIDE + column] = bilinear(
                        film, centre + cos * x - sin * y + shiftX, centre + sin * x + cos * y + shiftY, beyond);
            }
        }
        return out;
    }

    private static float bilinear(float[] film, double x, double y, float beyond) {
        var left = (int) Math.floor(x);
        var top = (int) Math.floor(y);
        var right = x - left;
        var down = y - top;
        var upper = (1 - right) * at(film, top, left, beyond) + right * at(film, top, left + 1, beyond);
        var lower = (1 - right) * at(film, top + 1, left, beyond) + right * at(film, top + 1, left + 1, beyond);
        return (float) ((1 - down) * upper + down * lower);
    }

    private static float at(float[] film, int row, int column, float beyond) {
        return row >= 0 && column >= 0 && row < SIDE && column < SIDE ? film[row * SIDE + column] : beyond;
    }

    /** The whole film, smaller, on an empty sheet. */
    private static float[] withMargins(float[] film, Chance chance) {
        var top = margin(chance);
        var bottom = margin(chance);
        var left = margin(chance);
        var right = margin(chance);
        var sheet = new float[SIDE * SIDE];
        java.util.Arrays.fill(sheet, chance.happens(0.5) ? 0f : 1f);
        var rows = SIDE - top - bottom;
        var columns = SIDE - left - right;
        for (var row = 0; row < rows; row++) {
            for (var column = 0; column < columns; column++) {
                sheet[(top + row) * SIDE + left + column] = bilinear(
                        film,
                        (column + 0.5) * SIDE / columns - 0.5,
                        (row + 0.5) * SIDE / rows - 0.5,
                        film[row * SIDE / rows * SIDE + column * SIDE / columns]);
            }
        }
        return sheet;
    }

    private static int margin(Chance chance) {
        return chance.happens(0.5) ? (int) (chance.between(0, MOST_MARGIN) * SIDE) : 0;
    }

    /** Patches such as archives lay over names and marks. */
    private static void cover(float[] film, Chance chance) {
        for (var patches = 1 + chance.below(3); patches > 0; patches--) {
            var height = 2 + chance.below(LARGEST_MARK / 2);
            var width = 2 + chance.below(LARGEST_MARK);
            fill(film, chance.below(SIDE), chance.below(SIDE), height, width, chance.happens(0.7) ? 1 : 0);
        }
    }

    static void fill(float[] picture, int top, int left, int height, int width, double grey) {
        for (var row = top; row < Math.min(SIDE, top + height); row++) {
            for (var column = left; column < Math.min(SIDE, left + width); column++) {
                picture[row * SIDE + column] = (float) grey;
            }
        }
    }

    static float[] inverted(float[] film) {
        var out = new float[film.length];
        for (var i = 0; i < out.length; i++) {
            out[i] = 1 - film[i];
        }
        return out;
    }

    /** @param quarters clockwise quarter turns */
    static float[] turned(float[] film, int quarters) {
        var out = film.clone();
        for (var turn = 0; turn < quarters; turn++) {
            var before = out.clone();
            for (var row = 0; row < SIDE; row++) {
                for (var column = 0; column < SIDE; column++) {
                    out[row * SIDE + column] = before[(SIDE - 1 - column) * SIDE + row];
                }
            }
        }
        return out;
    }

    /** A part of the film, enlarged to the whole picture: too little of a chest to be one. */
    static float[] part(float[] film, Chance chance) {
        var half = chance.happens(0.5);
        var height = half ? chance.between(0.75, 1) : chance.between(0.3, 0.6);
        var width = half ? chance.between(0.4, 0.55) : chance.between(0.3, 0.6);
        var left = half ? (chance.happens(0.5) ? 0 : 1 - width) : chance.between(0, 1 - width);
        var top = chance.between(0, 1 - height);
        var out = new float[SIDE * SIDE];
        for (var row = 0; row < SIDE; row++) {
            for (var column = 0; column < SIDE; column++) {
                out[row * SIDE + column] = bilinear(
                        film,
                        Math.min(SIDE - 1.001, left * SIDE + column * width),
                        Math.min(SIDE - 1.001, top * SIDE + row * height),
                        0);
            }
        }
        return out;
    }

    /** Another window over the same picture, as CT slices have. */
    static float[] windowed(float[] picture, Chance chance) {
        var black = chance.between(0, 0.1);
        var white = black + chance.between(0.1, 0.6);
        var out = new float[picture.length];
        for (var i = 0; i < out.length; i++) {
            out[i] = unit((picture[i] - black) / (white - black));
        }
        return out;
    }

    static float unit(double grey) {
        return (float) Math.min(1, Math.max(0, grey));
    }
}
