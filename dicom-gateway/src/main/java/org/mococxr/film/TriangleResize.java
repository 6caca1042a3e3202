package org.mococxr.film;

import java.util.Arrays;

/**
 * Antialiased triangle resize of a film's grey, as PIL's {@code BILINEAR} and torch's {@code antialias=True} do it: a
 * triangle as wide as the scale, cut at the film's border and normalised.
 *
 * <p>Loops over bands of rows: every source row is looked up once and added to the few output rows that it touches.
 */
final class TriangleResize {
    private TriangleResize() {}

    /** Writes outRows x outColumns grey values, 0..1, at {@code into[at + row * stride + column]}. */
    static void resize(Radiograph film, int outRows, int outColumns, float[] into, int at, int stride) {
        var down = Taps.of(film.rows(), outRows);
        var across = Taps.of(film.columns(), outColumns);
        var grey = new float[film.columns()];
        var sums = new float[down.overlap()][film.columns()];

        var firstOpen = 0; // first output row that still waits for source rows
        for (var y = 0; y < film.rows(); y++) {
            film.greyRow(y, grey);
            for (var o = firstOpen; o < outRows && down.start(o) <= y; o++) {
                if (y < down.end(o)) {
                    addScaled(sums[o % sums.length], grey, down.weight(o, y));
                }
            }
            while (firstOpen < outRows && y == down.end(firstOpen) - 1) {
                var sum = sums[firstOpen % sums.length];
                across.apply(sum, into, at + firstOpen * stride);
                Arrays.fill(sum, 0);
                firstOpen++;
            }
        }
    }

    private static void addScaled(float[] sum, float[] row, float weight) {
        for (var x = 0; x < sum.length; x++) {
            sum[x] += weight * row[x];
        }
    }

    /** For each output position, the run of source positions it reads and their weights. */
    private record Taps(int[] starts, float[][] weights) {
        static Taps of(int in, int out) {
            var starts = new int[out];
            var weights = new float[out][];
            var scale = (double) in / out;
            var support = Math.max(1, scale);
            for (var o = 0; o < out; o++) {
                var centre = (o + 0.5) * scale;
                var from = Math.max(0, (int) (centre - support + 0.5));
                var to = Math.min(in, (int) (centre + support + 0.5));
                var taps = new double[to - from];
                var sum = 0.0;
                for (var i = 0; i < taps.length; i++) {
                    taps[i] = Math.max(0, 1 - Math.abs((from + i - centre + 0.5) / support));
                    sum += taps[i];
                }
                starts[o] = from;
                weights[o] = new float[taps.length];
                for (var i = 0; i < taps.length; i++) {
                    weights[o][i] = (float) (taps[i] / sum);
                }
            }
            return new Taps(starts, weights);
        }

        int start(int output) {
            return starts[output];
        }

        int end(int output) {
            return starts[output] + weights[output].length;
        }

        float weight(int output, int source) {
            return weights[output][source - starts[output]];
        }

        /** How many output rows can be open at once while source rows stream past. */
        int overlap() {
            var most = 1;
            for (int first = 0, o = 0; o < starts.length; o++) {
                while (end(first) <= starts[o]) {
                    first++;
                }
                most = Math.max(most, o - first + 1);
            }
            return most;
        }

        void apply(float[] row, float[] into, int at) {
            for (var o = 0; o < starts.length; o++) {
                var taps = weights[o];
                var from = starts[o];
                var sum = 0f;
                for (var i = 0; i < taps.length; i++) {
                    sum += taps[i] * row[from + i];
                }
                into[at + o] = Math.min(1, Math.max(0, sum));
            }
        }
    }
}
