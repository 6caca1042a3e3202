package org.mococxr.dicom.codec.jpeg2000;

import java.util.List;

/**
 * Puts subbands together again (T.800 annex F), in place: resolution after resolution, rows first, then columns.
 *
 * <p>Each subband lies beside and below the one it refines. Lines are taken sixteen at a time, so that rows and columns are one loop
 * and each step of the lifting runs along memory.
 */
final class InverseWavelet {
    private static final int LINES = 16;

    /** Lines of samples that are lifted together; low and high samples alternate after loading. */
    interface Lifting {
        /** Makes room for lines of this length. */
        void reserve(int length);

        /**
         * Copies one line in.
         *
         * @param at index of its first sample, {@code step} apart from the next
         * @param low how many low samples come first
         * @param parity 0 if the line begins with a low sample, 1 if with a high one
         */
        void load(int line, int at, int step, int low, int length, int parity);

        void lift(int length, int parity);

        void store(int line, int at, int step, int length);
    }

    private InverseWavelet() {}

    /**
     * @param resolutions areas of the resolutions, smallest first
     * @param stride of the samples that {@code lifting} works on
     */
    static void apply(List<Area> resolutions, int stride, Lifting lifting) {
        for (var r = 1; r < resolutions.size(); r++) {
            var smaller = resolutions.get(r - 1);
            var area = resolutions.get(r);
            lines(lifting, area.height(), stride, area.width(), 1, smaller.width(), area.x0() & 1);
            lines(lifting, area.width(), 1, area.height(), stride, smaller.height(), area.y0() & 1);
        }
    }

    private static void lines(
            Lifting lifting, int lines, int lineStep, int length, int sampleStep, int low, int parity) {
        lifting.reserve(length);
        for (var first = 0; first < lines; first += LINES) {
            var count = Math.min(LINES, lines - first);
            for (var i = 0; i < count; i++) {
                lifting.load(i, (first + i) * lineStep, sampleStep, low, length, parity);
            }
            lifting.lift(length, parity);
            for (var i = 0; i < count; i++) {
                lifting.store(i, (first + i) * lineStep, sampleStep, length);
            }
        }
    }

    /** The neighbour before a sample, mirrored at the border (T.800 F.3.7). */
    private static int before(int i) {
        return (i == 0 ? 1 : i - 1) * LINES;
    }

    private static int after(int i, int length) {
        return (i == length - 1 ? i - 1 : i + 1) * LINES;
    }

    /** The 5/3 wavelet on whole numbers (T.800 F.3.8.1). */
    static final class Reversible implements Lifting {
        private final int[] samples;
        private int[] lines = {};

        Reversible(int[] samples) {
            this.samples = samples;
        }

        @Override
        public void reserve(int length) {
            lines = lines.length < length * LINES ? new int[length * LINES] : lines;
        }

        @Override
        public void load(int line, int at, int step, int low, int length, int parity) {
            var from = at;
            for (var i = parity; i < length; i += 2, from += step) {
                lines[i * LINES + line] = samples[from];
            }
            from = at + low * step;
            for (var i = 1 - parity; i < length; i += 2, from += step) {
                lines[i * LINES + line] = samples[from];
            }
        }

        @Override
        public void lift(int length, int parity) {
            if (length == 1) {
                for (var line = 0; parity == 1 && line < LINES; line++) {
                    lines[line] >>= 1;
                }
                return;
            }
            for (var i = parity; i < length; i += 2) {
                var at = i * LINES;
                var before = before(i);
                var after = after(i, length);
                for (var line = 0; line < LINES; line++) {
                    lines[at + line] -= lines[before + line] + lines[after + line] + 2 >> 2;
                }
            }
            for (var i = 1 - parity; i < length; i += 2) {
                var at = i * LINES;
                var before = before(i);
                var after = after(i, length);
                for (var line = 0; line < LINES; line++) {
                    lines[at + line] += lines[before + line] + lines[after + line] >> 1;
                }
            }
        }

        @Override
        public void store(int line, int at, int step, int length) {
            for (int i = 0, to = at; i < length; i++, to += step) {
                samples[to] = lines[i * LINES + line];
            }
        }
    }

    /** The 9/7 wavelet (T.800 F.3.8.2). */
    static final class Irreversible implements Lifting {
        private static final float ALPHA = -1.586134342f;
        private static final float BETA = -0.052980118f;
        private static final float GAMMA = 0.882911075f;
        private static final float DELTA = 0.443506852f;
        private static final float K = 1.230174105f;

        private final float[] samples;
        private float[] lines = {};

        Irreversible(float[] samples) {
            this.samples = samples;
        }

        @Override
        public void reserve(int length) {
            lines = lines.length < length * LINES ? new float[length * LINES] : lines;
        }

        @Override
        public void load(int line, int at, int step, int low, int length, int parity) {
            var from = at;
            for (var i = parity; i < length; i += 2, from += step) {
                lines[i * LINES + line] = samples[from] * K;
            }
            from = at + low * step;
            for (var i = 1 - parity; i < length; i += 2, from += step) {
                lines[i * LINES + line] = samples[from] / K;
            }
        }

        @Override
        public void lift(int length, int parity) {
            if (length == 1) {
                for (var line = 0; line < LINES; line++) {
                    lines[line] *= parity == 1 ? K / 2 : 1 / K;
                }
                return;
            }
            step(length, parity, DELTA);
            step(length, 1 - parity, GAMMA);
            step(length, parity, BETA);
            step(length, 1 - parity, ALPHA);
        }

        private void step(int length, int first, float factor) {
            for (var i = first; i < length; i += 2) {
                var at = i * LINES;
                var before = before(i);
                var after = after(i, length);
                for (var line = 0; line < LINES; line++) {
                    lines[at + line] -= factor * (lines[before + line] + lines[after + line]);
                }
            }
        }

        @Override
        public void store(int line, int at, int step, int length) {
            for (int i = 0, to = at; i < length; i++, to += step) {
                samples[to] = lines[i * LINES + line];
            }
        }
    }
}
