package org.mococxr.dicom.codec.jpeg2000;

import java.util.function.IntToDoubleFunction;

/** One level of the forward wavelets (T.800 F.4), written as the equations are, with the mirrored signal asked sample by sample. */
final class ForwardWavelet {
    private ForwardWavelet() {}

    /** @param samples [height][width] of {@code area}; becomes its coefficients, low and high ones alternating as coordinates do */
    static void apply(double[][] samples, Area area, boolean reversible) {
        for (var x = 0; x < area.width(); x++) {
            var column = x;
            var line = line(i -> samples[i - area.y0()][column], area.y0(), area.y1(), reversible);
            for (var y = 0; y < area.height(); y++) {
                samples[y][x] = line[y];
            }
        }
        for (var row : samples) {
            var line = line(i -> row[i - area.x0()], area.x0(), area.x1(), reversible);
            System.arraycopy(line, 0, row, 0, line.length);
        }
    }

    private static double[] line(IntToDoubleFunction signal, int from, int to, boolean reversible) {
        var line = new double[to - from];
        for (var i = from; i < to; i++) {
            line[i - from] = signal.applyAsDouble(i);
        }
        if (line.length == 1) {
            line[0] *= from % 2 == 0 ? 1 : 2;
            return line;
        }
        if (reversible) {
            step(line, from, 1, (left, right) -> -Math.floor((left + right) / 2));
            step(line, from, 0, (left, right) -> Math.floor((left + right + 2) / 4));
            return line;
        }
        step(line, from, 1, (left, right) -> -1.586134342059924 * (left + right));
        step(line, from, 0, (left, right) -> -0.052980118572961 * (left + right));
        step(line, from, 1, (left, right) -> 0.882911075530934 * (left + right));
        step(line, from, 0, (left, right) -> 0.443506852043971 * (left + right));
        for (var i = 0; i < line.length; i++) {
            line[i] *= (from + i) % 2 == 0 ? 1 / 1.230174104914001 : 1.230174104914001;
        }
        return line;
    }

    private interface Lift {
        double of(double left, double right);
    }

    private static void step(double[] line, int from, int parity, Lift lift) {
        for (var i = 0; i < line.length; i++) {
            if ((from + i) % 2 == parity) {
                var left = line[i > 0 ? i - 1 : 1];
                var right = line[i < line.length - 1 ? i + 1 : line.length - 2];
                line[i] += lift.of(left, right);
            }
        }
    }
}
