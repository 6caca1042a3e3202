package org.mococxr.report;

import org.mococxr.film.DisplayPicture;

/** An 8-bit RGB picture to draw on. Mutable, not thread-safe. */
final class ColourPicture {
    private final int rows;
    private final int columns;
    private final byte[] rgb;

    ColourPicture(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.rgb = new byte[3 * rows * columns];
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Colour 0xRRGGBB of one pixel. */
    int colour(int row, int column) {
        int at = 3 * (row * columns + column);
        return (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
    }

    /** The pixels, R G B interleaved, row-major; no copy, so nothing is drawn any more. */
    byte[] bytes() {
        return rgb;
    }

    /** Lays a colour over a pixel; outside the picture nothing happens. */
    void blend(int row, int column, int colour, float alpha) {
        if (row < 0 || row >= rows || column < 0 || column >= columns) {
            return;
        }
        int at = 3 * (row * columns + column);
        for (int channel = 0; channel < 3; channel++) {
            int under = rgb[at + channel] & 0xFF;
            int over = colour >> (16 - 8 * channel) & 0xFF;
            rgb[at + channel] = (byte) (under + alpha * (over - under) + 0.5f); // never negative: cutting rounds
        }
    }

    /** Gives every pixel one colour, 0xRRGGBB. */
    void fill(int colour) {
        for (int at = 0; at < 3 * columns; at += 3) {
            rgb[at] = (byte) (colour >> 16);
            rgb[at + 1] = (byte) (colour >> 8);
            rgb[at + 2] = (byte) colour;
        }
        for (int row = 1; row < rows; row++) {
            System.arraycopy(rgb, 0, rgb, 3 * row * columns, 3 * columns);
        }
    }

    void paste(DisplayPicture film, int top, int left) {
        for (int row = 0; row < film.rows(); row++) {
            int at = 3 * ((top + row) * columns + left);
            for (int column = 0; column < film.columns(); column++) {
                byte grey = (byte) film.grey(row, column);
                rgb[at++] = grey;
                rgb[at++] = grey;
                rgb[at++] = grey;
            }
        }
    }
}
