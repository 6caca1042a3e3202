package org.mococxr.phantom;

/** Soft-edged shape arithmetic without transcendental functions, so that it is fast and the same on every JVM. */
final class Shapes {
    private Shapes() {}

    /** 0 below -softness, 1 above +softness, a smooth step between: how far inside an edge at distance 0 a point lies. */
    static double inside(double distance, double softness) {
        double t = (distance + softness) / (2 * softness);
        if (t <= 0) {
            return 0;
        }
        if (t >= 1) {
            return 1;
        }
        return t * t * (3 - 2 * t);
    }

    /** 1 at the centre, 0 from the radius on. */
    static double bump(double distance, double radius) {
        double t = distance / radius;
        double rest = 1 - t * t;
        return rest <= 0 ? 0 : rest * rest;
    }

    static double ellipse(
            double x, double y, double centreX, double centreY, double radiusX, double radiusY, double soft) {
        double u = (x - centreX) / radiusX;
        double v = (y - centreY) / radiusY;
        double squared = u * u + v * v;
        double reach = 1 + 2 * soft / Math.min(radiusX, radiusY);
        if (squared > reach * reach) {
            return 0;
        }
        return inside((1 - Math.sqrt(squared)) * Math.min(radiusX, radiusY), soft);
    }

    static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }

    static double mix(double from, double to, double fraction) {
        return from + (to - from) * fraction;
    }
}
