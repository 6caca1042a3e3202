package org.mococxr.phantom;

/** Running-mean blur of a row-major picture; applied twice it is close enough to a focal spot's triangle. */
final class BoxBlur {
    private final int rows;
    private final int columns;

    BoxBlur(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    float[] twice(float[] picture, int radiusPixels) {
        if (radiusPixels == 0) {
            return picture;
        }
        float[] once = columns(rows(picture, radiusPixels), radiusPixels);
        return columns(rows(once, radiusPixels), radiusPixels);
    }

    private float[] rows(float[] picture, int radius) {
        float[] out = new float[picture.length];
        for (int row = 0; row < rows; row++) {
            line(picture, out, row * columns, 1, columns, radius);
        }
        return out;
    }

    private float[] columns(float[] picture, int radius) {
        float[] out = new float[picture.length];
        for (int column = 0; column < columns; column++) {
            line(picture, out, column, columns, rows, radius);
        }
        return out;
    }

    private static void line(float[] in, float[] out, int start, int stride, int length, int radius) {
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            sum += in[start + stride * clamp(k, length)];
        }
        for (int i = 0; i < length; i++) {
            out[start + stride * i] = (float) (sum / (2 * radius + 1));
            sum += in[start + stride * clamp(i + radius + 1, length)] - in[start + stride * clamp(i - radius, length)];
        }
    }

    private static int clamp(int index, int length) {
        return Math.max(0, Math.min(length - 1, index));
    }
}
