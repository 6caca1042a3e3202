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

    /** The pixels, R G B interleaved, row-major; a copy. */
    byte[] bytes() {
        return rgb.clone();
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

    private void set(int row, int column, int colour) {
        int at = 3 * (row * columns + column);
        rgb[at] = (byte) (colour >> 16);
        rgb[at + 1] = (byte) (colour >> 8);
        rgb[at + 2] = (byte) colour;
    }

    void fill(int top, int left, int height, int width, int colour) {
        for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
                set(row, column, colour);
            }
        }
    }

    void paste(DisplayPicture film, int top, int left) {
        for (int row = 0; row < film.rows(); row++) {
            for (int column = 0; column < film.columns(); column++) {
                set(top + row, left + column, film.grey(row, column) * 0x010101);
            }
        }
    }
}
