package org.mococxr.phantom;

import java.util.function.DoubleUnaryOperator;

/** A function sampled once over a range and interpolated linearly, constant beyond it: slow formulas at pixel speed. */
final class Curve {
    private static final int SAMPLES = 512;

    private final double start;
    private final double perUnit;
    private final double[] samples = new double[SAMPLES + 1];

    Curve(double start, double end, DoubleUnaryOperator formula) {
        this.start = start;
        this.perUnit = SAMPLES / (end - start);
        for (int i = 0; i <= SAMPLES; i++) {
            samples[i] = formula.applyAsDouble(start + i / perUnit);
        }
    }

    double at(double position) {
        double index = (position - start) * perUnit;
        if (index <= 0) {
            return samples[0];
        }
        if (index >= SAMPLES) {
            return samples[SAMPLES];
        }
        int below = (int) index;
        return Shapes.mix(samples[below], samples[below + 1], index - below);
    }
}
