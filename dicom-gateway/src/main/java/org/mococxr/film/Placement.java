package org.mococxr.film;

/**
 * Where a film lies inside its prepared square: kept aspect, centred, black around it.
 *
 * @param sizePixels side of the prepared square
 * @param filmRows rows of the film
 * @param filmColumns columns of the film
 * @param top first row of the square that shows film
 * @param left first column of the square that shows film
 * @param contentRows rows of the square that show film
 * @param contentColumns columns of the square that show film
 */
public record Placement(
        int sizePixels, int filmRows, int filmColumns, int top, int left, int contentRows, int contentColumns) {

    /** The placement that {@link FilmPreparation} uses: the longer side fills the square. */
    public static Placement of(int filmRows, int filmColumns, int sizePixels) {
        var longSide = Math.max(filmRows, filmColumns);
        var contentRows = (int) Math.max(1, Math.round((double) filmRows * sizePixels / longSide));
        var contentColumns = (int) Math.max(1, Math.round((double) filmColumns * sizePixels / longSide));
        return new Placement(
                sizePixels,
                filmRows,
                filmColumns,
                (sizePixels - contentRows) / 2,
                (sizePixels - contentColumns) / 2,
                contentRows,
                contentColumns);
    }

    /** Row of the prepared square (0..sizePixels, continuous, pixel centres at .5) that shows a film row. */
    public double preparedRow(double filmRow) {
        return top + filmRow * contentRows / filmRows;
    }

    /** Column of the prepared square (0..sizePixels, continuous, pixel centres at .5) that shows a film column. */
    public double preparedColumn(double filmColumn) {
        return left + filmColumn * contentColumns / filmColumns;
    }

    /** Film row (0..filmRows, continuous) shown at a row of the prepared square. */
    public double filmRow(double preparedRow) {
        return (preparedRow - top) * filmRows / contentRows;
    }

    /** Film column (0..filmColumns, continuous) shown at a column of the prepared square. */
    public double filmColumn(double preparedColumn) {
        return (preparedColumn - left) * filmColumns / contentColumns;
    }
}
