package org.mococxr.phantom;

/** A lateral chest: one lung field over another, spine behind, sternum and heart in front. */
final class LateralChest implements Scene {
    private final int facing;
    private final double tissue;
    private final double airContrast;
    private final double domeY;
    private final double depth;
    private final double vertebraPhase;
    private final Curve back;
    private final Curve front;
    private final Curve frontSkin;
    private final Curve ribBend;
    private final Canvas vessels = new Canvas();

    LateralChest(long seed) {
        var chance = Chance.of(seed, "lateral");
        facing = chance.happens(0.8) ? -1 : 1;
        tissue = chance.between(0.56, 0.68);
        airContrast = chance.between(0.34, 0.44);
        domeY = chance.between(0.42, 0.56);
        depth = chance.between(0.50, 0.60);
        vertebraPhase = chance.next();
        double bow = chance.between(0.10, 0.18);
        back = new Curve(-1.6, 1.6, y -> 0.34 + bow * (1 - y * y));
        front = new Curve(-1.6, 1.6, y -> -depth + 0.50 * Shapes.inside(-0.45 - y, 0.45) + 0.1 * y * y);
        frontSkin = new Curve(-1.6, 1.6, y -> -depth - 0.09 + 0.55 * Shapes.inside(-0.62 - y, 0.35));
        ribBend = new Curve(-1.2, 1.2, x -> 0.55 * x * x - 0.35 * x);
        for (int i = 0; i < 28; i++) {
            double angle = chance.between(0.0, 2 * StrictMath.PI);
            vessels.strand(
                    chance.between(-0.02, 0.08),
                    chance.between(-0.12, 0.02),
                    StrictMath.cos(angle),
                    StrictMath.sin(angle),
                    chance.between(0.1, 0.35),
                    chance.between(0.012, 0.024),
                    chance.between(0.06, 0.14),
                    chance);
        }
    }

    @Override
    public double density(double x, double y) {
        double fx = facing < 0 ? x : -x;
        double spineX = back.at(y) + 0.05;
        double body = Shapes.inside(fx - frontSkin.at(y), 0.015) * Shapes.inside(spineX + 0.24 - fx, 0.02);
        if (body == 0) {
            return 0;
        }
        double density = tissue * (0.92 + 0.12 * y);
        double baseY = domeY + 0.35 * Math.max(0, fx - 0.05) * Math.max(0, fx - 0.05) * 4 - 0.05 * fx;
        double lung = Shapes.inside(fx - front.at(y), 0.02)
                * Shapes.inside(back.at(y) + 0.02 - fx, 0.03)
                * Shapes.inside(baseY - y, 0.014)
                * Shapes.inside(y + 0.72 - 0.4 * fx * fx - 0.1 * fx, 0.07);
        double heart = Shapes.ellipse(fx + 0.4 * (y - 0.2), y, -0.20, 0.22, 0.25, 0.30, 0.03);
        density -= airContrast * lung * (1 - 0.75 * heart) * (1 - Math.min(0.7, vessels.at(fx, y)));
        density += 0.09 * Shapes.inside(y - baseY, 0.03);
        double spine = Shapes.inside(0.075 - Math.abs(fx - spineX), 0.02);
        if (spine > 0) {
            double t = y / 0.15 + vertebraPhase;
            double disc = Math.abs(t - Math.floor(t) - 0.5) * 2;
            density += spine * (0.04 + 0.12 * Shapes.inside(0.75 - disc, 0.12));
        }
        density += 0.10
                * Shapes.inside(0.02 - Math.abs(fx - front.at(y) + 0.03), 0.01)
                * Shapes.inside(0.3 - y, 0.05)
                * Shapes.inside(y + 0.55, 0.05);
        double rib = (y - ribBend.at(fx) * 0.9) / 0.16;
        double off = Math.abs(rib - Math.floor(rib) - 0.5) * 0.16;
        density +=
                0.05 * Shapes.inside(0.024 - off, 0.008) * Shapes.inside(y + 0.75, 0.1) * Shapes.inside(0.75 - y, 0.1);
        density -= 0.10 * Shapes.inside(0.035 - Math.abs(fx - 0.04 - 0.1 * y), 0.012) * Shapes.inside(-0.2 - y, 0.04);
        return Math.max(0, density) * body;
    }
}
