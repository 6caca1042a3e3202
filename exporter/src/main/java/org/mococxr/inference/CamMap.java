package org.mococxr.inference;

/**
 * Where in the prepared film a logit came from: one signed value per cell, with mean(cells) + bias = logit. Coarse (a cell covers 32
 * pixels a side) and no segmentation. Owns its array.
 */
public final class CamMap {
    private final int side;
    private final float[] cells;

    CamMap(int side, float[] cells) {
        this.side = side;
        this.cells = cells;
    }

    /** @return rows, which are as many as columns */
    public int side() {
        return side;
    }

    public float value(int row, int column) {
        return cells[row * side + column];
    }

    /** A copy: float32 [h*w], row-major. */
    public float[] values() {
        return cells.clone();
    }
}
