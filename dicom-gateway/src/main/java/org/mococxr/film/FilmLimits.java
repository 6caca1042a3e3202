package org.mococxr.film;

import java.util.concurrent.Semaphore;
import org.mococxr.film.FilmUnreadableException.Reason;
import org.mococxr.observation.ObservationKind;

/**
 * What a film may take, in one place: pixels, bytes before, in and behind them, scans, and the memory that all films being read share.
 * Whatever a file declares is held against these before memory is taken for it; what is beyond them is refused as too large.
 *
 * <p>The shared memory is a part of the heap: {@value #HEAP_HUNDREDTHS} of a hundred, 416 MiB of the box's 757. Films that do not fit into
 * it together wait for each other; one that would not fit alone is refused. So two workers with the largest films get along with the
 * heap of one. Safe for use by many threads.
 */
final class FilmLimits {
    /** The largest flat detectors have some 20 megapixels; film digitisers for chest films up to 40. */
    static final long MOST_PIXELS = 100_000_000;

    static final long MOST_PICTURE_FILE_BYTES = 256L << 20;

    /** A progressive picture has some ten; each goes over all pixels again. */
    static final int MOST_SCANS = 100;

    private static final int HEAP_HUNDREDTHS = 55;
    private static final int STEP_BYTES = 1 << 16;

    /** Once as stored values for the display, once for a model that learned from others. */
    private static final long KEPT_BYTES_PER_PIXEL = 4;

    /** Fragments, and the stream they are joined to. */
    private static final long COPIES_OF_A_STREAM = 2;

    private static final int TOTAL_STEPS =
            (int) (Runtime.getRuntime().maxMemory() / 100 * HEAP_HUNDREDTHS / STEP_BYTES);
    private static final Semaphore STEPS = new Semaphore(TOTAL_STEPS, true);

    /** Whoever holds a share for a film reads it a second time out of the same share; to wait for himself would be for ever. */
    private static final ThreadLocal<Boolean> HOLDS_ONE = ThreadLocal.withInitial(() -> false);

    private FilmLimits() {}

    /** The memory of one film, from before it is decoded until it is let go; closed by the thread that asked for it. */
    static final class Share implements AutoCloseable {
        private final boolean isWithinAnother = HOLDS_ONE.get();
        private final long mostPixels;
        private int steps;

        Share() {
            this(MOST_PIXELS);
        }

        /** For films that may have fewer pixels than others. */
        Share(long mostPixels) {
            this.mostPixels = mostPixels;
            HOLDS_ONE.set(true);
        }

        long mostPixels() {
            return mostPixels;
        }

        /**
         * Waits until there is memory for the film.
         *
         * @param streamBytes of compressed pixels, or 0
         * @param workBytesPerPixel that decoding takes beside stream and result
         * @throws FilmUnreadableException if it is larger than all there is
         */
        void take(int columns, int rows, long streamBytes, int workBytesPerPixel) {
            var pixels = (long) columns * rows;
            if (pixels > mostPixels) {
                throw tooLarge(columns, rows, mostPixels);
            }
            var bytes = pixels * (KEPT_BYTES_PER_PIXEL + workBytesPerPixel) + streamBytes * COPIES_OF_A_STREAM;
            var needed = bytes / STEP_BYTES + 1;
            if (needed > TOTAL_STEPS) {
                throw tooLarge(columns, rows, (long) ((double) pixels * TOTAL_STEPS / needed));
            }
            if (!isWithinAnother && needed > steps) {
                giveBack(steps);
                STEPS.acquireUninterruptibly((int) needed);
                steps = (int) needed;
            }
        }

        /** The film is decoded. */
        void keep(long pixels) {
            giveBack(steps - (int) Math.min(steps, pixels * KEPT_BYTES_PER_PIXEL / STEP_BYTES + 1));
        }

        private void giveBack(int some) {
            STEPS.release(some);
            steps -= some;
        }

        @Override
        public void close() {
            giveBack(steps);
            if (!isWithinAnother) {
                HOLDS_ONE.set(false);
            }
        }
    }

    static FilmUnreadableException tooLarge(int columns, int rows, long mostPixels) {
        return new FilmUnreadableException(
                Reason.TOO_LARGE, ObservationKind.TOO_MANY_PIXELS.of(columns, rows, mostPixels / 1_000_000));
    }
}
