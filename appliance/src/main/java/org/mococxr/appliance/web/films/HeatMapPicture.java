package org.mococxr.appliance.web.films;

import java.awt.image.BufferedImage;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.HeatMap;
import org.mococxr.film.Placement;

/**
 * A heat map as a transparent picture in the film's own geometry: what speaks for the finding in colour, scaled so that the
 * strongest place is full, with a line where it is half as strong. What speaks against it stays clear.
 */
final class HeatMapPicture {
    private static final int LONG_SIDE = 640;
    private static final double CONTOUR = 0.5;
    private static final int MOST_OPAQUE = 225;

    /** Anchors of the inferno map (matplotlib, CC0): lightness rises evenly, so equal steps look equal. */
    private static final int[] INFERNO = {
        0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d, 0xfcffa4
    };

    private HeatMapPicture() {}

    /** @return PNG with transparency; clear all over if nothing speaks for the finding */
    static byte[] png(Conclusion.Scored film, HeatMap map) {
        var scale = (double) LONG_SIDE / Math.max(film.filmRows(), film.filmColumns());
        var rows = (int) Math.max(1, Math.round(film.filmRows() * scale));
        var columns = (int) Math.max(1, Math.round(film.filmColumns() * scale));
        var strength = strength(film, map, rows, columns);
        var picture = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
        for (var row = 0; row < rows; row++) {
            for (var column = 0; column < columns; column++) {
                picture.setRGB(
                        column, row, isContour(strength, row, column) ? 0xf0ffffff : colour(strength[row][column]));
            }
        }
        return Pictures.encode(picture);
    }

    /** [rows][columns], 0 (nothing or against) to 1 (the strongest place). */
    private static double[][] strength(Conclusion.Scored film, HeatMap map, int rows, int columns) {
        var placement = Placement.of(film.filmRows(), film.filmColumns(), film.preparedSizePixels());
        var strength = new double[rows][columns];
        var largest = map.largest();
        for (var row = 0; largest > 0 && row < rows; row++) {
            var filmRow = (row + 0.5) * film.filmRows() / rows;
            var mapRow = placement.preparedRow(filmRow) * map.rows() / film.preparedSizePixels();
            for (var column = 0; column < columns; column++) {
                var filmColumn = (column + 0.5) * film.filmColumns() / columns;
                var mapColumn = placement.preparedColumn(filmColumn) * map.columns() / film.preparedSizePixels();
                strength[row][column] = Math.max(0, map.at(mapRow, mapColumn) / largest);
            }
        }
        return strength;
    }

    private static boolean isContour(double[][] strength, int row, int column) {
        var inside = strength[row][column] >= CONTOUR;
        var below = Math.min(row + 1, strength.length - 1);
        var right = Math.min(column + 1, strength[row].length - 1);
        return inside != (strength[below][column] >= CONTOUR) || inside != (strength[row][right] >= CONTOUR);
    }

    private static int colour(double strength) {
        var place = Math.min(strength, 1) * (INFERNO.length - 1);
        var lower = (int) Math.min(place, INFERNO.length - 2);
        var fraction = place - lower;
        var alpha = (int) Math.round(MOST_OPAQUE * Math.min(1, strength * 1.25));
        return alpha << 24 | mix(lower, fraction, 16) << 16 | mix(lower, fraction, 8) << 8 | mix(lower, fraction, 0);
    }

    private static int mix(int lower, double fraction, int shift) {
        var from = INFERNO[lower] >> shift & 0xff;
        var to = INFERNO[lower + 1] >> shift & 0xff;
        return (int) Math.round(from + (to - from) * fraction);
    }
}
