package org.mococxr.film;

/**
 * A film made small enough to look at: 8-bit grey, aspect kept.
 *
 * <p>Owns its array.
 */
public final class DisplayPicture {
    private final int rows;
    private final int columns;
    private final byte[] grey;

    private DisplayPicture(int rows, int columns, byte[] grey) {
        this.rows = rows;
        this.columns = columns;
        this.grey = grey;
    }

    /** @param longSidePixels longest side of the picture; a smaller film keeps its size */
    public static DisplayPicture of(Radiograph film, int longSidePixels) {
        return of(FittedGrey.of(film, longSidePixels));
    }

    static DisplayPicture of(FittedGrey fitted) {
        var grey = new byte[fitted.values.length];
        for (var i = 0; i < grey.length; i++) {
            grey[i] = (byte) (fitted.values[i] * 255 + 0.5); // never negative: cutting rounds
        }
        return new DisplayPicture(fitted.rows, fitted.columns, grey);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Grey 0..255 of one pixel. */
    public int grey(int row, int column) {
        return grey[row * columns + column] & 0xff;
    }

    /** A copy: [rows * columns], row-major, 0..255 as unsigned bytes. */
    public byte[] bytes() {
        return grey.clone();
    }
}
