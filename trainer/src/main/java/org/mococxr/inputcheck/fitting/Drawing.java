package org.mococxr.inputcheck.fitting;

import static org.mococxr.inputcheck.Thumbnail.SIDE;

import java.util.Arrays;
import org.mococxr.chance.Chance;

/** Pictures that are no chest films, drawn as grey [64,64], 0..1: what else comes out of a scanner, a telephone or a broken detector. */
final class Drawing {
    private static final int SMALLEST_GRID = 2;

    private Drawing() {}

    static float[] any(Chance chance) {
        var picture = switch (chance.below(9)) {
            case 0 -> grain(chance);
            case 1 -> clouds(chance, SMALLEST_GRID << chance.below(4));
            case 2 -> slope(chance);
            case 3 -> texture(chance);
            case 4 -> blocks(chance);
            case 5 -> page(chance);
            case 6 -> ovals(chance);
            case 7 -> rods(chance);
            default -> nearlyBlank(chance);
        };
        var grain = chance.happens(0.5) ? chance.between(0, 0.08) : 0;
        for (var i = 0; i < picture.length; i++) {
            picture[i] = Retouching.unit(picture[i] + (grain > 0 ? grain * chance.gaussian() : 0));
        }
        return picture;
    }

    private static float[] grain(Chance chance) {
        var picture = new float[SIDE * SIDE];
        for (var i = 0; i < picture.length; i++) {
            picture[i] = (float) chance.uniform();
        }
        return picture;
    }

    /** Random greys on a coarse grid, smooth between. */
    private static float[] clouds(Chance chance, int grid) {
        var knots = new double[(grid + 1) * (grid + 1)];
        for (var i = 0; i < knots.length; i++) {
            knots[i] = chance.uniform();
        }
        var picture = new float[SIDE * SIDE];
        for (var row = 0; row < SIDE; row++) {
            for (var column = 0; column < SIDE; column++) {
                var y = (double) row * grid / SIDE;
                var x = (double) column * grid / SIDE;
                var knot = (int) y * (grid + 1) + (int) x;
                var right = x - (int) x;
                var down = y - (int) y;
                picture[row * SIDE + column] =
                        (float) ((1 - down) * ((1 - right) * knots[knot] + right * knots[knot + 1])
                                + down * ((1 - right) * knots[knot + grid + 1] + right * knots[knot + grid + 2]));
            }
        }
        return picture;
    }

    /** Clouds over clouds, as most photographs are: strong where coarse, weak where fine. */
    private static float[] texture(Chance chance) {
        var picture = new float[SIDE * SIDE];
        var weight = 1.0;
        var fall = chance.between(0.4, 0.9);
        for (var grid = SMALLEST_GRID; grid <= SIDE / 2; grid *= 2) {
            var octave = clouds(chance, grid);
            for (var i = 0; i < picture.length; i++) {
                picture[i] += (float) (weight * octave[i]);
            }
            weight *= fall;
        }
        return stretched(picture);
    }

    private static float[] slope(Chance chance) {
        var angle = chance.between(0, 2 * Math.PI);
        var picture = new float[SIDE * SIDE];
        for (var row = 0; row < SIDE; row++) {
            for (var column = 0; column < SIDE; column++) {
                picture[row * SIDE + column] = (float) (Math.cos(angle) * column + Math.sin(angle) * row);
            }
        }
        return stretched(picture);
    }

    private static float[] stretched(float[] picture) {
        var low = Float.POSITIVE_INFINITY;
        var high = Float.NEGATIVE_INFINITY;
        for (var grey : picture) {
            low = Math.min(low, grey);
            high = Math.max(high, grey);
        }
        for (var i = 0; i < picture.length; i++) {
            picture[i] = (picture[i] - low) / Math.max(1e-6f, high - low);
        }
        return picture;
    }

    private static float[] blank(double grey) {
        var picture = new float[SIDE * SIDE];
        Arrays.fill(picture, (float) grey);
        return picture;
    }

    private static float[] blocks(Chance chance) {
        var picture = blank(chance.uniform());
        for (var blocks = 3 + chance.below(40); blocks > 0; blocks--) {
            Retouching.fill(
                    picture,
                    chance.below(SIDE),
                    chance.below(SIDE),
                    1 + chance.below(24),
                    1 + chance.below(24),
                    chance.uniform());
        }
        return picture;
    }

    /** Lines of writing on paper, or on a screen. */
    private static float[] page(Chance chance) {
        var paper = chance.happens(0.7) ? chance.between(0.7, 1) : chance.between(0, 0.3);
        var ink = 1 - paper;
        var picture = blank(paper);
        var lineHeight = 3 + chance.below(5);
        for (var line = 2 + chance.below(8); line < SIDE - lineHeight; line += lineHeight) {
            for (var at = 2 + chance.below(6); at < SIDE - 2; at += 1 + chance.below(4)) {
                if (chance.happens(0.8)) {
                    Retouching.fill(
                            picture,
                            line,
                            at,
                            1 + chance.below(lineHeight - 1),
                            1 + chance.below(3),
                            ink + chance.between(-0.2, 0.2));
                }
            }
        }
        return picture;
    }

    /** Ovals in an oval, as slices through a body are. */
    private static float[] ovals(Chance chance) {
        var picture = blank(chance.happens(0.6) ? 0 : chance.between(0, 1));
        oval(picture, 0, 0, chance.between(0.6, 1.05), chance.between(0.5, 1), 0, chance.between(0.3, 0.95));
        for (var ovals = 2 + chance.below(8); ovals > 0; ovals--) {
            oval(
                    picture,
                    chance.between(-0.6, 0.6),
                    chance.between(-0.6, 0.6),
                    chance.between(0.05, 0.5),
                    chance.between(0.05, 0.5),
                    chance.between(0, Math.PI),
                    chance.uniform());
        }
        return picture;
    }

    /** Long bright shafts in paler sleeves on black: limbs. */
    private static float[] rods(Chance chance) {
        var picture = blank(chance.between(0, 0.15));
        var angle = chance.between(0, Math.PI);
        for (var rods = 1 + chance.below(4); rods > 0; rods--) {
            var x = chance.between(-0.7, 0.7);
            var y = chance.between(-0.3, 0.3);
            var width = chance.between(0.05, 0.25);
            var length = chance.between(0.6, 1.6);
            var grey = chance.between(0.3, 0.6);
            var tilt = angle + chance.between(-0.2, 0.2);
            oval(picture, x, y, width * chance.between(1.5, 2.5), length, tilt, grey);
            oval(picture, x, y, width * 0.6, length, tilt, grey + chance.between(0.2, 0.4));
        }
        return picture;
    }

    private static float[] nearlyBlank(Chance chance) {
        var picture = blank(chance.uniform());
        for (var marks = chance.below(4); marks > 0; marks--) {
            Retouching.fill(
                    picture,
                    chance.below(SIDE),
                    chance.below(SIDE),
                    1 + chance.below(6),
                    1 + chance.below(10),
                    chance.uniform());
        }
        return picture;
    }

    /** Coordinates from -1 to 1, as the radii. */
    private static void oval(
            float[] picture, double x, double y, double radiusX, double radiusY, double angle, double grey) {
        for (var row = 0; row < SIDE; row++) {
            for (var column = 0; column < SIDE; column++) {
                var dx = 2.0 * (column + 0.5) / SIDE - 1 - x;
                var dy = 2.0 * (row + 0.5) / SIDE - 1 - y;
                var along = (Math.cos(angle) * dx + Math.sin(angle) * dy) / radiusX;
                var across = (Math.cos(angle) * dy - Math.sin(angle) * dx) / radiusY;
                if (along * along + across * across < 1) {
                    picture[row * SIDE + column] = (float) grey;
                }
            }
        }
    }
}
