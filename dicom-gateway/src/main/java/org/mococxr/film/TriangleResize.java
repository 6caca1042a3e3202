package org.mococxr.film;

/**
 * Antialiased triangle resize of a film's grey, as PIL's {@code BILINEAR} and torch's {@code antialias=True} do it: a
 * triangle as wide as the scale, cut at the film's border and normalised.
 *
 * <p>Loops over bands of rows: every source row is looked up once and added to the few output rows that it touches, of as many
 * outputs as are wanted.
 */
final class TriangleResize {
    private TriangleResize() {}

    /** One picture that a film is made into. For one thread, once. */
    static final class Output {
        /** Rows that are summed up wait for others: four sums at a time keep a processor busy where one would wait for itself. */
        private static final int ABREAST = 4;

        private final Taps down;
        private final Taps across;
        private final int rows;
        private final float[] into;
        private final int at;
        private final int stride;
        private final float[][] sums;
        private int firstWaiting; // first output row that is not in the picture
        private int firstOpen; // first output row that still waits for source rows

        /** Takes rows x columns grey values, 0..1, at {@code into[at + row * stride + column]}. */
        Output(Radiograph film, int rows, int columns, float[] into, int at, int stride) {
            this.down = Taps.of(film.rows(), rows);
            this.across = Taps.of(film.columns(), columns);
            this.rows = rows;
            this.into = into;
            this.at = at;
            this.stride = stride;
            this.sums = new float[down.overlap() + ABREAST - 1][film.columns()];
        }

        private float[] sum(int row) {
            return sums[row % sums.length];
        }

        private void take(int y, float[] grey) {
            for (var o = firstOpen; o < rows && down.start(o) <= y; o++) {
                if (y == down.start(o)) {
                    setScaled(sum(o), grey, down.weight(o, y));
                } else if (y < down.end(o)) {
                    addScaled(sum(o), grey, down.weight(o, y));
                }
            }
            while (firstOpen < rows && y == down.end(firstOpen) - 1) {
                firstOpen++;
                if (firstOpen - firstWaiting == ABREAST) {
                    across.apply(
                            sum(firstWaiting),
                            sum(firstWaiting + 1),
                            sum(firstWaiting + 2),
                            sum(firstWaiting + 3),
                            into,
                            at + firstWaiting * stride,
                            stride);
                    firstWaiting = firstOpen;
                }
            }
            while (firstOpen == rows && firstWaiting < rows) {
                across.apply(sum(firstWaiting), into, at + firstWaiting * stride);
                firstWaiting++;
            }
        }
    }

    static void resize(Radiograph film, Output... outputs) {
        var grey = new float[film.columns()];
        for (var y = 0; y < film.rows(); y++) {
            film.greyRow(y, grey);
            for (var output : outputs) {
                output.take(y, grey);
            }
        }
    }

    private static void setScaled(float[] sum, float[] row, float weight) {
        for (var x = 0; x < sum.length; x++) {
            sum[x] = weight * row[x];
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
                into[at + o] = sum;
            }
            cut(into, at);
        }

        /** To 0..1, which rounding may have left; in a loop of its own, which runs many values at a time. */
        private void cut(float[] into, int at) {
            for (int o = at, end = at + starts.length; o < end; o++) {
                into[o] = Math.min(1, Math.max(0, into[o]));
            }
        }

        /** Four rows as the other does one; each sum in the same order, so that the same bits come out. */
        void apply(float[] a, float[] b, float[] c, float[] d, float[] into, int at, int stride) {
            for (var o = 0; o < starts.length; o++) {
                var taps = weights[o];
                var from = starts[o];
                var sumA = 0f;
                var sumB = 0f;
                var sumC = 0f;
                var sumD = 0f;
                for (var i = 0; i < taps.length; i++) {
                    var tap = taps[i];
                    sumA += tap * a[from + i];
                    sumB += tap * b[from + i];
                    sumC += tap * c[from + i];
                    sumD += tap * d[from + i];
                }
                into[at + o] = sumA;
                into[at + o + stride] = sumB;
                into[at + o + 2 * stride] = sumC;
                into[at + o + 3 * stride] = sumD;
            }
            cut(into, at);
            cut(into, at + stride);
            cut(into, at + 2 * stride);
            cut(into, at + 3 * stride);
        }
    }
}
