package org.mococxr.film;

import java.util.Arrays;

/**
 * One decoded film: stored values and the one lookup table that turns each of them into grey.
 *
 * <p>The table carries everything between the detector and the display in one step (modality LUT or rescale, VOI LUT or
 * window, polarity), so that training and the box cannot apply two different versions of it. Grey is 0 (black) to 1
 * (white) as a radiologist sees the film: air dark, bone bright. Owns its arrays and never hands them out.
 */
public final class Radiograph {
    private static final int STORED_VALUES = 1 << 16;
    private static final short[] NOTHING = {};

    private final int rows;
    private final int columns;
    private short[] stored; // replaced once, by nothing, where its memory is used again
    private final float[] lookup;
    private final int[] histogram;
    private final Rendering rendering;

    private Radiograph(int rows, int columns, short[] stored, float[] lookup, int[] histogram, Rendering rendering) {
        this.rows = rows;
        this.columns = columns;
        this.stored = stored;
        this.lookup = lookup;
        this.histogram = histogram;
        this.rendering = rendering;
    }

    /**
     * @param stored row-major [rows * columns], each an unsigned 16-bit index into {@code lookup}; owned from here on
     * @param lookup grey 0..1 for the stored values 0, 1, 2, ...; values beyond its end take its last entry
     * @throws IllegalArgumentException if sizes disagree or the table leaves 0..1
     */
    public static Radiograph of(int rows, int columns, short[] stored, float[] lookup, Rendering rendering) {
        if (rows > 0 && columns > 0 && stored.length > (long) rows * columns) {
            throw wrongCount(rows, columns, stored);
        }
        return of(rows, columns, stored, lookup, count(stored), rendering);
    }

    private static int[] count(short[] stored) {
        var counts = new int[STORED_VALUES];
        for (var value : stored) {
            counts[value & 0xffff]++;
        }
        return counts;
    }

    private static IllegalArgumentException wrongCount(int rows, int columns, short[] stored) {
        return new IllegalArgumentException(
                "a film of %d x %d needs as many stored values, got %d".formatted(rows, columns, stored.length));
    }

    /**
     * @param stored may be longer than the film
     * @param histogram how often each stored value 0, 1, 2, ... occurs, which whoever decoded the film has counted already
     */
    static Radiograph of(int rows, int columns, short[] stored, float[] lookup, int[] histogram, Rendering rendering) {
        if (rows < 1 || columns < 1 || (long) rows * columns > stored.length) {
            throw wrongCount(rows, columns, stored);
        }
        if (lookup.length < 1 || lookup.length > STORED_VALUES) {
            throw new IllegalArgumentException(
                    "a lookup table has 1 to %d entries, this one has %d".formatted(STORED_VALUES, lookup.length));
        }
        for (var i = 0; i < lookup.length; i++) {
            if (!(lookup[i] >= 0 && lookup[i] <= 1)) {
                throw new IllegalArgumentException("lookup of stored value %d is %s, not 0..1".formatted(i, lookup[i]));
            }
        }
        var full = Arrays.copyOf(lookup, STORED_VALUES);
        Arrays.fill(full, lookup.length, STORED_VALUES, lookup[lookup.length - 1]);
        return new Radiograph(rows, columns, stored, full, Arrays.copyOf(histogram, STORED_VALUES), rendering);
    }

    /**
     * Takes the pixels away from the film, because their memory is about to be used again: who asks for one from now on gets an
     * {@link IndexOutOfBoundsException}, never a pixel of another film.
     */
    void forgetPixels() {
        stored = NOTHING;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public Rendering rendering() {
        return rendering;
    }

    /** Grey 0..1 of one pixel. */
    public float grey(int row, int column) {
        return lookup[stored[row * columns + column] & 0xffff];
    }

    /** The stored value of one pixel, 0..65535. */
    public int storedValue(int row, int column) {
        return stored[row * columns + column] & 0xffff;
    }

    /** Grey of one row into {@code into[0..columns)}. */
    void greyRow(int row, float[] into) {
        var grey = lookup;
        var values = stored;
        var from = row * columns;
        var count = columns;
        for (var x = 0; x < count; x++) {
            into[x] = grey[values[from + x] & 0xffff];
        }
    }

    /** How many pixels have each grey: [levels], grey g counted at {@code rint(g * (levels - 1))}. */
    public long[] greys(int levels) {
        var counts = new long[levels];
        for (var value = 0; value < STORED_VALUES; value++) {
            counts[(int) Math.rint(lookup[value] * (levels - 1))] += histogram[value];
        }
        return counts;
    }
}
