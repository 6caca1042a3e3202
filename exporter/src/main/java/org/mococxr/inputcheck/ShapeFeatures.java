package org.mococxr.inputcheck;

/**
 * What a thumbnail's shape is, as numbers: how strong the edges of eight directions are in each of 8 x 8 cells (histograms of oriented
 * gradients: Dalal and Triggs, CVPR 2005), and how bright each of 16 x 16 larger pixels is. Directions keep their sign, dark to bright,
 * because polarity is one of the questions. Only additions, products and square roots, so every machine computes the same bits.
 */
public final class ShapeFeatures {
    /** Name and version of this arithmetic; a head fitted to another one is refused. */
    public static final String RECIPE = "edges-64/1";

    static final int CELLS = 8;
    static final int DIRECTIONS = 8;
    private static final int CELL = Thumbnail.SIDE / CELLS;
    private static final int COARSE = 16;
    private static final int COARSE_CELL = Thumbnail.SIDE / COARSE;
    private static final int EDGES = CELLS * CELLS * DIRECTIONS;

    public static final int LENGTH = EDGES + COARSE * COARSE;

    /** Keeps a flat picture's noise from being blown up to full contrast. */
    private static final double LEAST_CONTRAST = 0.02;

    /** An edge counts relative to the edges around it, and to a lesser degree to those of the whole picture. */
    private static final double SHARE_OF_WHOLE = 0.3;

    private static final double LEAST_EDGES = 1e-3;
    private static final float STRONGEST_EDGE = 1.5f;
    private static final float BRIGHTNESS_WEIGHT = 0.5f;

    private ShapeFeatures() {}

    /** @return float32 [768]: edges [8,8,8] by row, column, direction, then brightness [16,16] */
    public static float[] of(Thumbnail thumbnail) {
        var grey = standardised(thumbnail);
        var features = new float[LENGTH];
        collectEdges(grey, features);
        compareWithSurroundings(features);
        var each = BRIGHTNESS_WEIGHT / (COARSE_CELL * COARSE_CELL);
        for (var row = 0; row < Thumbnail.SIDE; row++) {
            for (var column = 0; column < Thumbnail.SIDE; column++) {
                features[EDGES + row / COARSE_CELL * COARSE + column / COARSE_CELL] +=
                        each * grey[row * Thumbnail.SIDE + column];
            }
        }
        return features;
    }

    /** Mean 0, standard deviation about 1. */
    private static float[] standardised(Thumbnail thumbnail) {
        var grey = thumbnail.values();
        var sum = 0.0;
        for (var value : grey) {
            sum += value;
        }
        var mean = sum / grey.length;
        var squares = 0.0;
        for (var value : grey) {
            squares += (value - mean) * (value - mean);
        }
        var scale = 1 / (Math.sqrt(squares / grey.length) + LEAST_CONTRAST);
        for (var i = 0; i < grey.length; i++) {
            grey[i] = (float) ((grey[i] - mean) * scale);
        }
        return grey;
    }

    private static void collectEdges(float[] grey, float[] features) {
        for (var row = 0; row < Thumbnail.SIDE; row++) {
            for (var column = 0; column < Thumbnail.SIDE; column++) {
                var at = row * Thumbnail.SIDE + column;
                var inner = column > 0 && column < Thumbnail.SIDE - 1;
                var right = inner ? grey[at + 1] - grey[at - 1] : 0;
                inner = row > 0 && row < Thumbnail.SIDE - 1;
                var down = inner ? grey[at + Thumbnail.SIDE] - grey[at - Thumbnail.SIDE] : 0;
                add(right, down, features, (row / CELL * CELLS + column / CELL) * DIRECTIONS);
            }
        }
    }

    /** Splits a gradient into parts along the two of eight directions it lies between, which needs no angle. */
    private static void add(float right, float down, float[] features, int cell) {
        var along = Math.abs(right);
        var across = Math.abs(down);
        var axis = along >= across ? (right >= 0 ? 0 : 4) : (down >= 0 ? 2 : 6);
        var diagonal = right >= 0 ? (down >= 0 ? 1 : 7) : (down >= 0 ? 3 : 5);
        features[cell + axis] += Math.abs(along - across);
        features[cell + diagonal] += (float) (Math.sqrt(2) * Math.min(along, across));
    }

    private static void compareWithSurroundings(float[] features) {
        var strength = new double[CELLS * CELLS];
        var whole = 0.0;
        for (var cell = 0; cell < strength.length; cell++) {
            var squares = 0.0;
            for (var direction = 0; direction < DIRECTIONS; direction++) {
                var edge = features[cell * DIRECTIONS + direction];
                squares += edge * edge;
            }
            strength[cell] = Math.sqrt(squares);
            whole += strength[cell] / strength.length;
        }
        for (var cell = 0; cell < strength.length; cell++) {
            var reference = around(strength, cell / CELLS, cell % CELLS) + SHARE_OF_WHOLE * whole + LEAST_EDGES;
            for (var direction = 0; direction < DIRECTIONS; direction++) {
                var at = cell * DIRECTIONS + direction;
                features[at] = Math.min(STRONGEST_EDGE, (float) (features[at] / reference));
            }
        }
    }

    /** Mean over the cell and its eight neighbours, the border repeated. */
    private static double around(double[] strength, int row, int column) {
        var sum = 0.0;
        for (var y = row - 1; y <= row + 1; y++) {
            for (var x = column - 1; x <= column + 1; x++) {
                sum += strength[within(y) * CELLS + within(x)];
            }
        }
        return sum / 9;
    }

    private static int within(int cell) {
        return Math.min(CELLS - 1, Math.max(0, cell));
    }
}
