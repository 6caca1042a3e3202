package org.mococxr.phantom;

/**
 * A coronal CT reconstruction through the chest, in Hounsfield units: the picture that looks most like a frontal film and is none. Lungs
 * without ribs over them, edges without blur, the column of vertebrae or the heart in plain sight.
 */
final class CoronalSlice implements Slice {
    private static final double BONE = 420;
    private static final double SOFT_TISSUE = 45;
    private static final double FAT = -90;

    private final double zoom;
    private final double shiftY;
    private final double halfWidth;
    private final double apexY;
    private final double domeY;
    private final double innerX;
    private final double lung;
    private final boolean throughSpine;
    private final double vertebraPhase;
    private final boolean stomachGas;
    private final double[][] opacities;

    CoronalSlice(long seed) {
        var chance = Chance.of(seed, "coronal");
        zoom = chance.between(0.8, 1.7);
        shiftY = chance.between(-0.15, 0.15);
        halfWidth = chance.between(0.68, 0.82);
        apexY = chance.between(-0.72, -0.58);
        domeY = chance.between(0.28, 0.55);
        innerX = chance.between(0.10, 0.17);
        lung = chance.between(-880.0, -780.0);
        throughSpine = chance.happens(0.6);
        vertebraPhase = chance.next();
        stomachGas = chance.happens(0.4);
        opacities = new double[chance.between(0, 6)][];
        for (int i = 0; i < opacities.length; i++) {
            opacities[i] = new double[] {
                chance.sign() * chance.between(0.25, 0.6),
                chance.between(-0.5, 0.4),
                chance.between(0.03, 0.2),
                chance.between(0.03, 0.2),
                chance.between(-650.0, 20.0)
            };
        }
    }

    @Override
    public double hounsfield(double x, double y) {
        return unscaled(x / zoom, y / zoom + shiftY);
    }

    private double unscaled(double x, double y) {
        double wide = Math.abs(x);
        double shoulders = 0.16 * Shapes.inside(-0.55 - y, 0.12);
        double neck = (halfWidth - 0.12) * Shapes.inside(-0.86 - y, 0.08);
        double skin = halfWidth + 0.08 + shoulders - neck - 0.05 * y * y;
        double value = Shapes.mix(-1000, FAT, Shapes.inside(skin - wide, 0.008));
        value = Shapes.mix(value, SOFT_TISSUE, Shapes.inside(skin - 0.045 - wide, 0.008));

        double wall = halfWidth - 0.06;
        double chestWall = wall * Math.sqrt(Math.max(0, 1 - square((y - 0.25) / (0.27 - apexY)) * (y < 0.25 ? 1 : 0)));
        double rib = (y + 0.3 * wide) / 0.14;
        double ribGap = Math.abs(rib - Math.floor(rib) - 0.5) * 0.14;
        value = Shapes.mix(
                value,
                BONE,
                Shapes.inside(0.028 - Math.abs(wide - chestWall - 0.035), 0.008)
                        * Shapes.inside(0.03 - ribGap, 0.01)
                        * Shapes.inside(0.75 - Math.abs(y), 0.05));

        double inner = innerX + (throughSpine ? 0 : 0.16 * Shapes.inside(y + 0.1, 0.25) * (x > 0 ? 1.3 : 0.7));
        double base = domeY - (x < 0 ? 0.06 : 0) + 0.9 * square(wide - 0.38);
        double inLung = Shapes.inside(chestWall - wide, 0.008)
                * Shapes.inside(wide - inner, 0.008)
                * Shapes.inside(base - y, 0.008)
                * Shapes.inside(y - apexY, 0.02);
        value = Shapes.mix(value, air(x, y), inLung);
        if (stomachGas) {
            value = Shapes.mix(value, -950, Shapes.ellipse(x, y, 0.4, base + 0.2, 0.14, 0.09, 0.01));
        }
        value = Shapes.mix(value, -960, Shapes.inside(0.035 - wide, 0.006) * Shapes.inside(-0.2 - y, 0.01));
        return throughSpine ? spine(value, wide, y) : value;
    }

    /** Lung, its vessels fading outwards, and patches. */
    private double air(double x, double y) {
        double value = lung;
        double vessel = Math.abs(x) * 9.7 + y * 4.3;
        double other = Math.abs(x) * 3.1 - y * 11.9;
        double crossing = Math.abs(vessel - Math.floor(vessel) - 0.5) + Math.abs(other - Math.floor(other) - 0.5);
        value = Shapes.mix(
                value, 20, Shapes.inside(0.09 - crossing, 0.03) * Shapes.clamp(1.3 - 1.4 * Math.abs(x), 0, 1));
        for (double[] patch : opacities) {
            value = Math.max(
                    value,
                    Shapes.mix(lung, patch[4], Shapes.ellipse(x, y, patch[0], patch[1], patch[2], patch[3], 0.03)));
        }
        return value;
    }

    private double spine(double value, double wide, double y) {
        double t = y / 0.13 + vertebraPhase;
        double disc = Math.abs(t - Math.floor(t) - 0.5) * 2;
        double body = Shapes.inside(0.085 - wide, 0.008);
        double here = Shapes.mix(value, 80, body);
        return Shapes.mix(here, BONE - 120, body * Shapes.inside(0.78 - disc, 0.05));
    }

    private static double square(double x) {
        return x * x;
    }
}
