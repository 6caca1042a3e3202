package org.mococxr.appliance.screening;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What in the prepared film spoke for (positive) and against (negative) one finding: the class activation map, float32 [h,w]
 * over the S x S square of the prepared film. Owns its array.
 */
public final class HeatMap {
    private final int rows;
    private final int columns;
    private final float[] values;

    private HeatMap(int rows, int columns, float[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /** @param values [rows * columns] row-major; copied */
    public static HeatMap of(int rows, int columns, float[] values) {
        if (rows < 1 || columns < 1 || rows * columns != values.length) {
            throw new IllegalArgumentException(
                    "a heat map of %d x %d cells does not have %d values".formatted(rows, columns, values.length));
        }
        return new HeatMap(rows, columns, values.clone());
    }

    /** @param bytes little-endian float32 [rows * columns], as {@link #toBytes} wrote them */
    public static HeatMap ofBytes(int rows, int columns, byte[] bytes) {
        var values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new HeatMap(rows, columns, values);
    }

    public byte[] toBytes() {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public float value(int row, int column) {
        return values[row * columns + column];
    }

    /** A copy: [rows][columns]. */
    public float[][] grid() {
        var grid = new float[rows][columns];
        for (var row = 0; row < rows; row++) {
            System.arraycopy(values, row * columns, grid[row], 0, columns);
        }
        return grid;
    }

    /** The largest value, or 0 where nothing speaks for the finding. */
    public float largest() {
        var largest = 0f;
        for (var value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** Between the cells' centres linearly, beyond the outer centres as there; coordinates 0..rows, 0..columns. */
    public float at(double row, double column) {
        var y = Math.min(Math.max(row - 0.5, 0), rows - 1.0);
        var x = Math.min(Math.max(column - 0.5, 0), columns - 1.0);
        var top = (int) y;
        var left = (int) x;
        var bottom = Math.min(top + 1, rows - 1);
        var right = Math.min(left + 1, columns - 1);
        var down = y - top;
        var across = x - left;
        var above = value(top, left) * (1 - across) + value(top, right) * across;
        var below = value(bottom, left) * (1 - across) + value(bottom, right) * across;
        return (float) (above * (1 - down) + below * down);
    }
}
