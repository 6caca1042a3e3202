package org.mococxr.film;

/** A film made small enough to look at, before it is rounded: grey 0..1, [rows * columns], row-major. Owns its array. */
final class FittedGrey {
    final int rows;
    final int columns;
    final float[] values;

    private FittedGrey(int rows, int columns, float[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /** @param longSidePixels longest side; a smaller film keeps its size */
    static FittedGrey of(Radiograph film, int longSidePixels) {
        var fitted = empty(film, longSidePixels);
        TriangleResize.resize(film, fitted.output(film));
        return fitted;
    }

    /** To be filled through {@link #output}. */
    static FittedGrey empty(Radiograph film, int longSidePixels) {
        var longSide = Math.max(film.rows(), film.columns());
        var scale = Math.min(1.0, (double) longSidePixels / longSide);
        var rows = (int) Math.max(1, Math.round(film.rows() * scale));
        var columns = (int) Math.max(1, Math.round(film.columns() * scale));
        return new FittedGrey(rows, columns, new float[rows * columns]);
    }

    TriangleResize.Output output(Radiograph film) {
        return new TriangleResize.Output(film, rows, columns, values, 0, columns);
    }
}
