package org.mococxr.phantom;

/** Patchy consolidation of the upper zones, with or without a cavity, as tuberculosis likes to look: share of air lost. */
final class Infiltrates {
    private final Canvas opacity = new Canvas();

    private Infiltrates() {}

    /** @param apexY top of the lungs; the upper zone reaches from there to the hilum */
    static Infiltrates of(double apexY, Chance chance) {
        var infiltrates = new Infiltrates();
        int side = chance.sign();
        infiltrates.infest(side, apexY, 1, chance.happens(0.55), chance);
        if (chance.happens(0.35)) {
            infiltrates.infest(-side, apexY, 0.7, false, chance);
        }
        return infiltrates;
    }

    private void infest(int side, double apexY, double severity, boolean cavity, Chance chance) {
        double centreX = side * chance.between(0.30, 0.46);
        double centreY = apexY + chance.between(0.20, 0.36);
        int patches = chance.between(9, 18);
        for (int i = 0; i < patches; i++) {
            double x = centreX + 0.11 * chance.gaussian();
            double y = centreY + 0.10 * chance.gaussian();
            opacity.dab(x, y, chance.between(0.04, 0.13), severity * chance.between(0.18, 0.42));
        }
        int strands = chance.between(4, 9);
        for (int i = 0; i < strands; i++) {
            double angle = chance.between(0, 2 * StrictMath.PI);
            opacity.strand(
                    centreX + 0.06 * chance.gaussian(),
                    centreY + 0.06 * chance.gaussian(),
                    StrictMath.cos(angle),
                    StrictMath.sin(angle),
                    chance.between(0.12, 0.26),
                    chance.between(0.008, 0.014),
                    severity * chance.between(0.10, 0.22),
                    chance);
        }
        if (cavity) {
            double radius = chance.between(0.055, 0.095);
            double x = centreX + chance.between(-0.05, 0.05);
            double y = centreY + chance.between(-0.05, 0.05);
            opacity.dab(x, y, radius * 1.25, -chance.between(0.7, 1.1));
            opacity.ring(x, y, radius, chance.between(0.022, 0.038), chance.between(0.4, 0.6));
        }
    }

    double fill(double x, double y) {
        return Shapes.clamp(opacity.at(x, y), 0, 0.95);
    }
}
