package org.mococxr.phantom;

/**
 * How one film was taken: beam, detector, collimation and placing of the patient. Varies more from film to film than
 * any finding changes the mean grey, so that brightness alone does not tell the findings apart.
 *
 * @param gain contrast of the film
 * @param offset brightness of the film
 * @param bend 0 straight, positive lifts the middle greys
 * @param noise standard deviation, share of full scale
 * @param blur radius, share of the short side
 * @param rotationSine sine of the tilt on the detector
 * @param zoom patient size on the film
 * @param collimation share of the film cut off: top, right, bottom, left
 * @param collimatedGrey grey of the cut-off border
 */
record Exposure(
        double gain,
        double offset,
        double bend,
        double noise,
        double blur,
        double rotationSine,
        double zoom,
        double shiftX,
        double shiftY,
        Collimation collimation,
        double collimatedGrey) {

    /** Grey above which the film's shoulder begins: white is approached, never passed. */
    private static final double KNEE = 0.7;

    record Collimation(double top, double right, double bottom, double left) {
        static Collimation of(Chance chance) {
            return chance.happens(0.4)
                    ? new Collimation(0, 0, 0, 0)
                    : new Collimation(share(chance), share(chance), share(chance), share(chance));
        }

        private static double share(Chance chance) {
            return chance.happens(0.5) ? 0 : chance.between(0.005, 0.05);
        }
    }

    static Exposure of(long seed) {
        var chance = Chance.of(seed, "exposure");
        return new Exposure(
                chance.between(0.85, 1.25),
                chance.between(-0.06, 0.14),
                chance.between(-0.25, 0.45),
                chance.between(0.004, 0.018),
                chance.happens(0.5) ? 0 : chance.between(0.0005, 0.0025),
                chance.between(-0.07, 0.07),
                chance.between(0.92, 1.08),
                chance.between(-0.05, 0.05),
                chance.between(-0.05, 0.05),
                Collimation.of(chance),
                chance.happens(0.75) ? 0 : chance.between(0.8, 0.97));
    }

    /** Grey 0..1 of a density. */
    double grey(double density) {
        double straight = offset + gain * density;
        double shouldered = straight <= KNEE ? Math.max(0, straight) : 1 - square(1 - KNEE) / (straight + 1 - 2 * KNEE);
        return shouldered + bend * shouldered * (1 - shouldered);
    }

    private static double square(double value) {
        return value * value;
    }
}
