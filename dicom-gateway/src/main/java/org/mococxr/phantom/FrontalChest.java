package org.mococxr.phantom;

import org.jspecify.annotations.Nullable;

/** A frontal chest: body, lungs, heart, diaphragm, ribs, clavicles, spine, vessels, and the findings asked for. */
final class FrontalChest implements Scene {
    private static final double SPINE_HALF_WIDTH = 0.075;

    private final double lean;
    private final double apexY;
    private final double lungWidth;
    private final double[] domeY; // right, left
    private final double edgeSoft;
    private final double tissue;
    private final double airContrast;
    private final double bone;
    private final double heartX;
    private final double heartY;
    private final double heartWidth;
    private final double heartHeight;
    private final double atriumReach;
    private final double knuckleY;
    private final double knuckleRadius;
    private final double ribSpacing;
    private final double[] ribPhase = new double[2];
    private final double[] frontRibPhase = new double[2];
    private final double clavicleY;
    private final double clavicleTilt;
    private final double vertebraPhase;
    private final double breast;
    private final double gasBubble;
    private final Curve bodyHalfWidth;
    private final Curve lungLateral;
    private final Curve lungMedial;
    private final Curve dome;
    private final Curve ribBend;
    private final Canvas vessels = new Canvas();
    private final PleuralFluid[] fluid;
    private final @Nullable Infiltrates infiltrates;

    FrontalChest(long seed, PhantomKind kind) {
        var chance = Chance.of(seed, "anatomy");
        lean = chance.between(-0.03, 0.03);
        apexY = chance.between(-0.80, -0.70);
        lungWidth = chance.between(0.70, 0.80);
        double rightDome = chance.between(0.30, 0.50);
        domeY = new double[] {rightDome, rightDome + chance.between(0.0, 0.08)};
        edgeSoft = chance.between(0.010, 0.022);
        tissue = chance.between(0.52, 0.62);
        airContrast = chance.between(0.34, 0.46);
        bone = chance.between(0.7, 1.2);
        heartWidth = chance.between(0.25, 0.34);
        heartHeight = chance.between(0.24, 0.32);
        heartX = chance.between(0.07, 0.12);
        heartY = rightDome - chance.between(0.10, 0.17);
        atriumReach = chance.between(0.13, 0.18);
        knuckleY = chance.between(-0.34, -0.26);
        knuckleRadius = chance.between(0.07, 0.10);
        ribSpacing = chance.between(0.125, 0.15);
        for (int side = 0; side < 2; side++) {
            ribPhase[side] = chance.between(-0.01, 0.01) + apexY;
            frontRibPhase[side] = chance.between(-0.02, 0.02) + apexY + 0.3;
        }
        clavicleY = apexY + chance.between(0.08, 0.18);
        clavicleTilt = chance.between(0.05, 0.30);
        vertebraPhase = chance.next();
        breast = chance.happens(0.45) ? chance.between(0.03, 0.09) : 0;
        gasBubble = chance.happens(0.6) ? chance.between(0.06, 0.2) : 0;

        double bodyWidth = lungWidth + chance.between(0.10, 0.22);
        double neck = chance.between(0.20, 0.28);
        bodyHalfWidth = new Curve(-1.6, 1.6, y -> {
            double shoulder = Shapes.inside(y - (apexY + 0.02), 0.28);
            return neck + (bodyWidth + 0.12 * Shapes.inside(0.1 - y, 0.6) - neck) * shoulder;
        });
        double apexX = chance.between(0.27, 0.32);
        double medial = chance.between(0.10, 0.13);
        lungLateral = new Curve(apexY, apexY + 1.5, y -> {
            double down = Math.min(1, (y - apexY) / 1.05);
            double widening = Math.sqrt(Math.max(0, 1 - (1 - down) * (1 - down)));
            return apexX + (lungWidth - apexX) * StrictMath.pow(widening, 0.95);
        });
        lungMedial = new Curve(apexY, apexY + 1.5, y -> {
            double down = Math.min(1, (y - apexY) / 0.32);
            return apexX - (apexX - medial) * Math.sqrt(Math.max(0, 1 - (1 - down) * (1 - down)));
        });
        double peak = lungWidth * chance.between(0.48, 0.56);
        double angleDepth = chance.between(0.16, 0.24);
        dome = new Curve(0, 1.2, ax -> {
            double away = (ax - peak) / (lungWidth - peak);
            return away > 0 ? angleDepth * StrictMath.pow(away, 2.2) : 0.07 * away * away;
        });
        ribBend = new Curve(0, 1.3, ax -> 0.62 * ax * ax - 0.16 * ax);
        for (int side = -1; side <= 1; side += 2) {
            growVessels(side, Chance.of(seed, "vessels" + side));
        }

        var finding = Chance.of(seed, "findings");
        fluid = kind.hasEffusion() ? effusion(finding) : new PleuralFluid[0];
        infiltrates = kind.hasTuberculosis() ? Infiltrates.of(apexY, Chance.of(seed, "infiltrates")) : null;
    }

    private PleuralFluid[] effusion(Chance chance) {
        int side = chance.sign();
        var first = PleuralFluid.of(side, domeY[index(side)], chance);
        if (!chance.happens(0.2)) {
            return new PleuralFluid[] {first};
        }
        return new PleuralFluid[] {first, PleuralFluid.of(-side, domeY[index(-side)], chance)};
    }

    private void growVessels(int side, Chance chance) {
        double hilumX = side * chance.between(0.15, 0.18);
        double hilumY = chance.between(-0.14, -0.04);
        for (int i = 0; i < 9; i++) {
            vessels.dab(
                    hilumX + side * chance.between(-0.03, 0.05),
                    hilumY + chance.between(-0.11, 0.11),
                    chance.between(0.03, 0.07),
                    chance.between(0.08, 0.22));
        }
        for (int i = 0; i < 26; i++) {
            double angle = chance.between(-1.35, 1.35);
            double reach = chance.between(0.1, 0.5);
            double headX = side * StrictMath.cos(angle);
            double headY = StrictMath.sin(angle);
            double start = chance.between(0.0, 0.16);
            vessels.strand(
                    hilumX + start * headX,
                    hilumY + start * headY,
                    headX,
                    headY,
                    reach,
                    chance.between(0.009, 0.019) * (1 - start * 2),
                    chance.between(0.05, 0.12),
                    chance);
        }
    }

    @Override
    public double density(double x, double y) {
        double centred = x - lean * y;
        double ax = Math.abs(centred);
        int side = centred < 0 ? -1 : 1;

        double halfWidth = bodyHalfWidth.at(y);
        double body = Shapes.inside(halfWidth - ax, 0.02);
        if (body == 0) {
            return 0;
        }
        double relative = Math.min(1, ax / halfWidth);
        double thickness = 1 - 0.5 * relative * relative * relative;
        double density = (tissue + 0.05 * y) * thickness;

        double heart = heart(centred, y);
        double lateral = lungLateral.at(y);
        double medial = lungMedial.at(y);
        double baseY = domeY[index(side)] + dome.at(ax);
        double lung = lung(ax, y, medial, lateral, baseY);
        if (lung > 0) {
            double across = Shapes.clamp((ax - medial) / Math.max(0.05, lateral - medial), 0, 1);
            double depth = (0.72 + 1.12 * across * (1 - across)) * (0.75 + 0.25 * Shapes.inside(y - apexY - 0.2, 0.25));
            double lost = lost(centred, y, side, across);
            double air = lung * depth * (1 - 0.88 * heart) * (1 - lost);
            density -= airContrast * air * (1 - Math.min(0.8, vessels.at(centred, y) * 1.3));
        }
        density += 0.05 * heart;
        density += 0.07 * Shapes.inside(y - baseY, 0.03) * Shapes.inside(lateral + 0.05 - ax, 0.05);
        density += mediastinum(centred, ax, y);
        density += bone * skeleton(ax, y, side, lateral);
        density += soft(centred, ax, y, side);
        return Math.max(0, density) * body;
    }

    private double lung(double ax, double y, double medial, double lateral, double baseY) {
        if (y < apexY - 0.05 || y > baseY + 0.05) {
            return 0;
        }
        return Shapes.inside(lateral - ax, edgeSoft)
                * Shapes.inside(ax - medial, edgeSoft * 1.6)
                * Shapes.inside(baseY - y, edgeSoft)
                * Shapes.inside(y - apexY, edgeSoft);
    }

    private double lost(double x, double y, int side, double across) {
        double kept = 1;
        for (var pool : fluid) {
            if (pool.side() == side) {
                kept *= 1 - pool.fill(across, y);
            }
        }
        if (infiltrates != null) {
            kept *= 1 - infiltrates.fill(x, y);
        }
        return 1 - kept;
    }

    private double heart(double x, double y) {
        double tilted = x - 0.35 * (y - heartY);
        double ventricle =
                Shapes.ellipse(tilted, y, heartX, heartY, heartWidth * (x > heartX ? 1.1 : 0.8), heartHeight, 0.022);
        double atrium = Shapes.ellipse(x, y, 0.0, heartY + 0.02, atriumReach, heartHeight * 0.75, 0.022);
        double knuckle = Shapes.ellipse(x, y, 0.09, knuckleY, knuckleRadius, knuckleRadius * 1.1, 0.018);
        double trunk = Shapes.ellipse(x, y, 0.08, knuckleY + 0.16, knuckleRadius * 1.15, 0.14, 0.03) * 0.8;
        return Math.max(Math.max(ventricle, atrium), Math.max(knuckle * 0.9, trunk));
    }

    private double mediastinum(double x, double ax, double y) {
        double spine = 0.055 * Shapes.inside(SPINE_HALF_WIDTH - ax, 0.02);
        if (spine > 0) {
            double t = y / 0.135 + vertebraPhase;
            double disc = Math.abs(t - Math.floor(t) - 0.5) * 2;
            spine *= 0.8 + 0.35 * Shapes.inside(0.75 - disc, 0.15);
        }
        double column = 0.07 * Shapes.bump(ax, 0.18);
        double trachea = -0.07 * Shapes.inside(0.032 - Math.abs(x - 0.01), 0.012) * Shapes.inside(-0.30 - y, 0.05);
        return spine + column + trachea;
    }

    private double skeleton(double ax, double y, int side, double lateral) {
        double cage = Shapes.inside(lateral + 0.035 - ax, 0.015);
        double ribs = 0;
        if (cage > 0 && ax > 0.05) {
            double wall = Shapes.clamp((ax - 0.7 * lateral) / (0.35 * lateral), 0, 1);
            double t = (y - ribPhase[index(side)] - ribBend.at(ax)) / ribSpacing;
            if (t > 0.1 && t < 9.5) {
                double off = Math.abs(t - Math.floor(t) - 0.5) * ribSpacing;
                ribs += ribProfile(off, 0.021) * (0.055 + 0.05 * wall) * Shapes.inside(ax - 0.07, 0.03);
            }
            double f = (y - frontRibPhase[index(side)] + 0.75 * (ax - 0.3)) / (ribSpacing * 1.12);
            if (f > 0 && f < 6) {
                double off = Math.abs(f - Math.floor(f) - 0.5) * ribSpacing * 1.12;
                ribs += ribProfile(off, 0.027) * 0.040 * Shapes.inside(ax - 0.30, 0.08);
            }
        }
        double collar = clavicleY - clavicleTilt * (ax - 0.05) + 0.12 * ax * ax * (ax > 0.4 ? 1 : 0.9);
        double clavicle = 0.09
                * ribProfile(Math.abs(y - collar), 0.030)
                * Shapes.inside(ax - 0.07, 0.015)
                * Shapes.inside(0.78 - ax, 0.05);
        double blade = 0.035
                * Shapes.inside(ax - lateral + 0.05 - 0.12 * (y + 0.3), 0.012)
                * Shapes.inside(y + 0.62, 0.08)
                * Shapes.inside(-0.05 - y, 0.12);
        return ribs * cage + clavicle + blade;
    }

    /** Cortex at both rims is denser than the marrow between. */
    private static double ribProfile(double off, double halfWidth) {
        double solid = Shapes.inside(halfWidth - off, 0.006);
        return solid == 0 ? 0 : solid * (0.75 + 0.25 * Shapes.bump(off - halfWidth * 0.8, halfWidth * 0.4));
    }

    private double soft(double x, double ax, double y, int side) {
        double sum = 0;
        if (breast > 0) {
            sum += breast * Shapes.ellipse(ax, y, 0.45, 0.18, 0.30, 0.30, 0.06);
        }
        if (gasBubble > 0 && side > 0) {
            double fundus = domeY[1] + 0.16;
            sum -= gasBubble * Shapes.ellipse(x, y, 0.33, fundus, 0.12, 0.07, 0.03);
        }
        return sum;
    }

    private static int index(int side) {
        return side < 0 ? 0 : 1;
    }
}
