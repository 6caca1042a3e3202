package org.mococxr.inputcheck;

import org.mococxr.film.PreparedFilm;

/**
 * A film so small that only its gross shape is left: grey float32 [64,64], 0..1. Without the black that preparation adds, and squeezed
 * to a square, because archives squeeze films too. Owns its array.
 */
public final class Thumbnail {
    public static final int SIDE = 64;

    private final float[] grey;

    private Thumbnail(float[] grey) {
        this.grey = grey;
    }

    /** @param grey row-major [64*64], 0..1; owned from here on */
    public static Thumbnail of(float[] grey) {
        if (grey.length != SIDE * SIDE) {
            throw new IllegalArgumentException("a thumbnail has %d values, got %d".formatted(SIDE * SIDE, grey.length));
        }
        return new Thumbnail(grey);
    }

    /** Each value is the mean of the part of the film that it covers. */
    public static Thumbnail of(PreparedFilm film) {
        var placement = film.placement();
        var rowStep = (double) placement.contentRows() / SIDE;
        var columnStep = (double) placement.contentColumns() / SIDE;
        var grey = new float[SIDE * SIDE];
        for (var row = 0; row < SIDE; row++) {
            for (var column = 0; column < SIDE; column++) {
                grey[row * SIDE + column] = mean(
                        film,
                        placement.top() + row * rowStep,
                        placement.top() + (row + 1) * rowStep,
                        placement.left() + column * columnStep,
                        placement.left() + (column + 1) * columnStep);
            }
        }
        return new Thumbnail(grey);
    }

    private static float mean(PreparedFilm film, double top, double bottom, double left, double right) {
        var last = film.sizePixels() - 1;
        var sum = 0.0;
        var area = 0.0;
        for (var row = (int) top; row < bottom && row <= last; row++) {
            var height = Math.min(row + 1, bottom) - Math.max(row, top);
            for (var column = (int) left; column < right && column <= last; column++) {
                var covered = height * (Math.min(column + 1, right) - Math.max(column, left));
                sum += covered * film.value(row, column);
                area += covered;
            }
        }
        return (float) (sum / area);
    }

    public float value(int row, int column) {
        return grey[row * SIDE + column];
    }

    /** A copy: float32 [64*64], row-major. */
    public float[] values() {
        return grey.clone();
    }
}
