package org.mococxr.shortcuts;

import java.util.Arrays;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;

/** What is taken from a prepared film. What is left, and how well the model still tells sick from healthy by it, shows what it looks at. */
public enum Alteration {
    /** The film as a box sees it. */
    NOTHING("the film as it is") {
        @Override
        void alter(float[] grey, Placement at) {}
    },
    /** Collimation, edges of the cassette, most letters: black over the outer eighth of each side. */
    BORDER("border black (an eighth of each side)") {
        @Override
        void alter(float[] grey, Placement at) {
            keepOnly(
                    grey,
                    at,
                    (down, across) -> Math.min(Math.min(down, 1 - down), Math.min(across, 1 - across)) >= 1.0 / 8);
        }
    },
    /** Side markers, PORTABLE, names, dates: black over a fifth of the height and width at each corner. */
    CORNERS("corners black (a fifth each way)") {
        @Override
        void alter(float[] grey, Placement at) {
            keepOnly(
                    grey,
                    at,
                    (down, across) -> Math.max(Math.min(down, 1 - down), Math.min(across, 1 - across)) >= 1.0 / 5);
        }
    },
    /** The lungs: the middle three quarters of height and width are grey 0.5 in every film. Whatever is still told is told by the rim. */
    MIDDLE("middle one grey (three quarters each way)") {
        @Override
        void alter(float[] grey, Placement at) {
            forEachPixel(at, (index, down, across) -> {
                if (Math.abs(down - 0.5) < 3.0 / 8 && Math.abs(across - 0.5) < 3.0 / 8) {
                    grey[index] = 0.5f;
                }
            });
        }
    },
    /** Brightness, contrast and tone curve of the unit: grey becomes its rank in the film, so that all films have the same histogram. */
    TONE("tone curve taken away (grey by rank)") {
        @Override
        void alter(float[] grey, Placement at) {
            var sorted = new float[at.contentRows() * at.contentColumns()];
            var count = new int[1];
            forEachPixel(at, (index, down, across) -> sorted[count[0]++] = grey[index]);
            Arrays.sort(sorted);
            forEachPixel(at, (index, down, across) -> grey[index] = (float) rank(sorted, grey[index]));
        }
    },
    /** Sharpness, noise, grid lines, compression: nothing finer than a twenty-fourth of the square is left. */
    DETAIL("detail taken away (24 x 24 means)") {
        @Override
        void alter(float[] grey, Placement at) {
            var side = at.sizePixels();
            var cells = 24;
            for (var row = 0; row < cells; row++) {
                for (var column = 0; column < cells; column++) {
                    average(
                            grey,
                            side,
                            row * side / cells,
                            (row + 1) * side / cells,
                            column * side / cells,
                            (column + 1) * side / cells);
                }
            }
        }
    };

    private final String inWords;

    Alteration(String inWords) {
        this.inWords = inWords;
    }

    public String inWords() {
        return inWords;
    }

    /** The film without it; padding stays black. */
    public PreparedFilm of(PreparedFilm film) {
        var grey = film.values();
        alter(grey, film.placement());
        return PreparedFilm.of(grey, film.placement());
    }

    /** @param grey float32 [S*S], changed in place */
    abstract void alter(float[] grey, Placement at);

    /** A point of the film: shares of its height and width, 0..1. */
    @FunctionalInterface
    private interface Region {
        boolean holds(double down, double across);
    }

    @FunctionalInterface
    private interface Pixel {
        void at(int index, double down, double across);
    }

    private static void forEachPixel(Placement at, Pixel pixel) {
        for (var row = 0; row < at.contentRows(); row++) {
            for (var column = 0; column < at.contentColumns(); column++) {
                pixel.at(
                        (at.top() + row) * at.sizePixels() + at.left() + column,
                        (row + 0.5) / at.contentRows(),
                        (column + 0.5) / at.contentColumns());
            }
        }
    }

    private static void keepOnly(float[] grey, Placement at, Region kept) {
        forEachPixel(at, (index, down, across) -> {
            if (!kept.holds(down, across)) {
                grey[index] = 0;
            }
        });
    }

    /** Share of the values below, those equal counting half. */
    private static double rank(float[] sorted, float value) {
        return (firstAtLeast(sorted, value) + firstAtLeast(sorted, Math.nextUp(value))) / (2.0 * sorted.length);
    }

    private static int firstAtLeast(float[] sorted, float value) {
        var low = 0;
        var high = sorted.length;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void average(float[] grey, int side, int top, int bottom, int left, int right) {
        var sum = 0.0;
        for (var row = top; row < bottom; row++) {
            for (var column = left; column < right; column++) {
                sum += grey[row * side + column];
            }
        }
        var mean = (float) (sum / ((bottom - top) * (right - left)));
        for (var row = top; row < bottom; row++) {
            Arrays.fill(grey, row * side + left, row * side + right, mean);
        }
    }
}
