package org.mococxr.phantom;

/**
 * Free fluid in one hemithorax: an opaque base whose upper border is a meniscus, highest at the lateral wall.
 *
 * @param side 1 the patient's left (viewer's right), -1 the patient's right
 * @param topY where the meniscus meets the lateral wall
 * @param drop how far the meniscus falls from there to the mediastinum
 * @param soft half-width of the border
 * @param opacity 0..1, share of the air the fluid replaces
 */
record PleuralFluid(int side, double topY, double drop, double soft, double opacity) {

    static PleuralFluid of(int side, double domeY, Chance chance) {
        double heightAboveDome = chance.between(0.04, 0.42);
        return new PleuralFluid(
                side,
                domeY - heightAboveDome,
                chance.between(0.12, 0.26),
                chance.between(0.015, 0.05),
                chance.between(0.85, 1.0));
    }

    /** @param across 0 at the mediastinum, 1 at the lateral wall */
    double fill(double across, double y) {
        double towardsMidline = 1 - Shapes.clamp(across, 0, 1);
        double bend = 1 - towardsMidline;
        double meniscusY = topY + drop * (1 - bend * bend * bend);
        return opacity * Shapes.inside(y - meniscusY, soft);
    }
}
