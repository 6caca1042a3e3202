package org.mococxr.film;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Arrays for the pixels of films that are looked at one after another, used again: a film's pixels are twenty megabytes, which the
 * collector would otherwise carry about and clear away for each. Films of one unit differ in size by their collimation, so an array is
 * made somewhat larger than was asked for. Safe for use by many threads.
 */
public final class PixelMemory {
    private static final int STEP_PIXELS = 1 << 21;

    /** Larger ones, which a film digitiser may ask for now and then, are left to the collector. */
    private static final int MOST_PIXELS = 1 << 24;

    private final int mostKept;
    private final Deque<short[]> idle = new ArrayDeque<>();

    /** @param mostKept arrays that may lie idle, as many as films are looked at at a time */
    public PixelMemory(int mostKept) {
        this.mostKept = mostKept;
    }

    /** For one film. */
    Loan lend() {
        return new Loan();
    }

    private synchronized short[] take(int pixels) {
        if (pixels > MOST_PIXELS) {
            return new short[pixels];
        }
        for (var array : idle) {
            if (array.length >= pixels) {
                idle.remove(array);
                return array;
            }
        }
        idle.pollLast(); // too small now and then makes room for a larger one
        return new short[(pixels + STEP_PIXELS - 1) / STEP_PIXELS * STEP_PIXELS];
    }

    private synchronized void giveBack(short[] array) {
        if (array.length <= MOST_PIXELS && idle.size() < mostKept) {
            idle.addFirst(array);
        }
    }

    /** What one film was lent; given back when closed. For one thread. */
    final class Loan implements AutoCloseable {
        private final List<short[]> lent = new ArrayList<>();

        /** Of so many pixels or more, filled with what was there before. */
        short[] take(int pixels) {
            var array = PixelMemory.this.take(pixels);
            lent.add(array);
            return array;
        }

        @Override
        public void close() {
            lent.forEach(PixelMemory.this::giveBack);
            lent.clear();
        }
    }
}
