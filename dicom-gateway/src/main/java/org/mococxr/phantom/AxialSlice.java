package org.mococxr.phantom;

/** An axial CT slice through the chest, in Hounsfield units. */
final class AxialSlice implements Slice {
    private final double bodyWidth;
    private final double bodyHeight;
    private final double lungWidth;
    private final double lungHeight;
    private final double heartX;

    AxialSlice(long seed) {
        var chance = Chance.of(seed, "axial");
        bodyWidth = chance.between(0.78, 0.88);
        bodyHeight = bodyWidth * chance.between(0.66, 0.76);
        lungWidth = bodyWidth * chance.between(0.30, 0.34);
        lungHeight = bodyHeight * chance.between(0.60, 0.70);
        heartX = chance.between(0.06, 0.14);
    }

    @Override
    public double hounsfield(double x, double y) {
        double value = -1000;
        double table = Math.abs(y - (bodyHeight + 0.05 - 0.12 * x * x));
        value += 700 * Shapes.inside(0.012 - table, 0.004) * Shapes.inside(0.75 - Math.abs(x), 0.01);
        value = Shapes.mix(value, -90, Shapes.ellipse(x, y, 0, 0, bodyWidth, bodyHeight, 0.008));
        value = Shapes.mix(value, 45, Shapes.ellipse(x, y, 0, 0.01, bodyWidth - 0.05, bodyHeight - 0.05, 0.008));
        double ring = Math.sqrt(x * x / ((bodyWidth - 0.11) * (bodyWidth - 0.11))
                + y * y / ((bodyHeight - 0.09) * (bodyHeight - 0.09)));
        double slope = x * 5.1 + y * 7.3;
        double gap = Math.abs(slope - Math.floor(slope) - 0.5);
        value = Shapes.mix(
                value, 480, Shapes.inside(0.03 - Math.abs(ring - 1), 0.01) * Shapes.inside(gap - 0.22, 0.05));
        for (int side = -1; side <= 1; side += 2) {
            double lung = Shapes.ellipse(x, y, side * bodyWidth * 0.47, -0.02, lungWidth, lungHeight, 0.008);
            value = Shapes.mix(value, -860, lung);
        }
        value = Shapes.mix(value, 45, Shapes.ellipse(x, y, heartX, -0.10, 0.27, 0.24, 0.01));
        value = Shapes.mix(value, 55, Shapes.ellipse(x, y, 0.10, 0.24, 0.06, 0.06, 0.006));
        value = Shapes.mix(value, -980, Shapes.ellipse(x, y, 0.0, 0.10, 0.035, 0.03, 0.006));
        value = Shapes.mix(value, 420, Shapes.ellipse(x, y, 0, bodyHeight * 0.62, 0.12, 0.10, 0.008));
        value = Shapes.mix(value, 30, Shapes.ellipse(x, y, 0, bodyHeight * 0.62 + 0.13, 0.045, 0.035, 0.006));
        double arch = Math.abs(Math.abs(x) - 0.07 - 0.3 * (y - bodyHeight * 0.62 - 0.08));
        return Shapes.mix(
                value,
                450,
                Shapes.inside(0.02 - arch, 0.006) * Shapes.inside(0.08 - Math.abs(y - bodyHeight * 0.62 - 0.12), 0.01));
    }
}
