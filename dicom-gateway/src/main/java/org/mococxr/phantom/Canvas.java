package org.mococxr.phantom;

/** A small square layer over -1..1 in both directions on which dabs add up; read back smoothly between its cells. */
final class Canvas {
    private static final int CELLS = 400;

    private final float[] cells = new float[CELLS * CELLS];

    /** Adds a round dab, strongest at its centre. */
    void dab(double x, double y, double radius, double strength) {
        int lastColumn = last(x + radius);
        int lastRow = last(y + radius);
        for (int row = first(y - radius); row <= lastRow; row++) {
            double dy = position(row) - y;
            for (int column = first(x - radius); column <= lastColumn; column++) {
                double dx = position(column) - x;
                double squared = (dx * dx + dy * dy) / (radius * radius);
                if (squared < 1) {
                    cells[row * CELLS + column] += (float) (strength * (1 - squared) * (1 - squared));
                }
            }
        }
    }

    /** Adds a ring, strongest at its radius. */
    void ring(double x, double y, double radius, double width, double strength) {
        double reach = radius + width;
        int lastColumn = last(x + reach);
        int lastRow = last(y + reach);
        for (int row = first(y - reach); row <= lastRow; row++) {
            double dy = position(row) - y;
            for (int column = first(x - reach); column <= lastColumn; column++) {
                double dx = position(column) - x;
                double distance = Math.abs(Math.sqrt(dx * dx + dy * dy) - radius);
                cells[row * CELLS + column] += (float) (strength * Shapes.bump(distance, width));
            }
        }
    }

    /** A tapering line that wanders a little: vessel or fibrotic strand. */
    void strand(
            double x,
            double y,
            double directionX,
            double directionY,
            double length,
            double width,
            double strength,
            Chance chance) {
        double stepLength = Math.max(width * 0.5, 0.004);
        int steps = Math.max(2, (int) (length / stepLength));
        double atX = x;
        double atY = y;
        double headX = directionX;
        double headY = directionY;
        for (int i = 0; i < steps; i++) {
            double taper = 1 - 0.8 * i / steps;
            dab(atX, atY, Math.max(width * taper, 0.006), strength * taper);
            double turn = chance.between(-0.12, 0.12);
            double turnedX = headX - turn * headY;
            double turnedY = headY + turn * headX;
            double norm = Math.sqrt(turnedX * turnedX + turnedY * turnedY);
            headX = turnedX / norm;
            headY = turnedY / norm;
            atX += headX * stepLength;
            atY += headY * stepLength;
        }
    }

    double at(double x, double y) {
        double column = (x + 1) * 0.5 * CELLS - 0.5;
        double row = (y + 1) * 0.5 * CELLS - 0.5;
        if (column < 0 || row < 0 || column >= CELLS - 1 || row >= CELLS - 1) {
            return 0;
        }
        int left = (int) column;
        int top = (int) row;
        int index = top * CELLS + left;
        double across = column - left;
        double upper = Shapes.mix(cells[index], cells[index + 1], across);
        double lower = Shapes.mix(cells[index + CELLS], cells[index + CELLS + 1], across);
        return Shapes.mix(upper, lower, row - top);
    }

    private static double position(int cell) {
        return (cell + 0.5) * 2 / CELLS - 1;
    }

    private static int first(double position) {
        return Math.max(0, (int) ((position + 1) * 0.5 * CELLS));
    }

    private static int last(double position) {
        return Math.min(CELLS - 1, (int) ((position + 1) * 0.5 * CELLS));
    }
}
