package org.mococxr.report;

/**
 * Where a model found support for one finding: activation per cell of the prepared square, scaled so that the strongest
 * cell is 1. Owns its values.
 */
public final class HeatMap {
    private final ReportedFinding finding;
    private final int rows;
    private final int columns;
    private final float[] values;

    private HeatMap(ReportedFinding finding, int rows, int columns, float[] values) {
        this.finding = finding;
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /**
     * @param activation [h][w], any scale; what speaks against the finding (negative) counts as 0
     * @throws IllegalArgumentException if rows are missing, of unequal length or hold a value that is not finite
     */
    public static HeatMap of(ReportedFinding finding, float[][] activation) {
        int rows = activation.length;
        if (rows == 0 || activation[0].length == 0) {
            throw new IllegalArgumentException("heat map of " + finding.name() + " is empty");
        }
        int columns = activation[0].length;
        float[] values = new float[rows * columns];
        float strongest = 0;
        for (int row = 0; row < rows; row++) {
            if (activation[row].length != columns) {
                throw new IllegalArgumentException("heat map of " + finding.name() + " has rows of " + columns + " and "
                        + activation[row].length + " cells");
            }
            for (int column = 0; column < columns; column++) {
                float value = activation[row][column];
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("heat map of " + finding.name() + " holds " + value + " at row "
                            + row + ", column " + column);
                }
                values[row * columns + column] = Math.max(0, value);
                strongest = Math.max(strongest, value);
            }
        }
        for (int i = 0; strongest > 0 && i < values.length; i++) {
            values[i] /= strongest;
        }
        return new HeatMap(finding, rows, columns, values);
    }

    public ReportedFinding finding() {
        return finding;
    }

    /**
     * Activation 0..1 at places of the prepared square, interpolated between cell centres: across first, once for each row of
     * cells, as a picture has many more rows than the map.
     *
     * @param down of each row wanted, 0 top edge to 1 bottom edge
     * @param across of each column wanted, 0 left edge to 1 right edge
     * @return [down.length][across.length]
     */
    float[][] sampled(double[] down, double[] across) {
        float[][] stretched = new float[rows][across.length]; // [h,columns wanted]
        for (int i = 0; i < across.length; i++) {
            double column = Math.max(0, Math.min(columns - 1, across[i] * columns - 0.5));
            int left = (int) column;
            int right = Math.min(columns - 1, left + 1);
            for (int row = 0; row < rows; row++) {
                stretched[row][i] =
                        mix(values[row * columns + left], values[row * columns + right], (float) (column - left));
            }
        }
        float[][] sampled = new float[down.length][across.length];
        for (int i = 0; i < down.length; i++) {
            double row = Math.max(0, Math.min(rows - 1, down[i] * rows - 0.5));
            int top = (int) row;
            float[] upper = stretched[top];
            float[] lower = stretched[Math.min(rows - 1, top + 1)];
            float fraction = (float) (row - top);
            for (int column = 0; column < across.length; column++) {
                sampled[i][column] = mix(upper[column], lower[column], fraction);
            }
        }
        return sampled;
    }

    private static float mix(float from, float to, float fraction) {
        return from + (to - from) * fraction;
    }
}
