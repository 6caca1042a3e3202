package org.mococxr.pretraining;

import org.mococxr.checkpoint.Tensor;

/** Sums over the steps of one epoch: loss, cosine to the own key, to the hardest negative, share that found its key; and the steps. */
final class EpochTotals {
    static final int FIGURES = 4;

    private final double[] sums = new double[FIGURES];
    private int steps;

    void add(float[] figures) {
        for (var i = 0; i < FIGURES; i++) {
            sums[i] += figures[i];
        }
        steps++;
    }

    double meanLoss() {
        return mean(0);
    }

    double meanOwnKeyCosine() {
        return mean(1);
    }

    double meanHardestNegativeCosine() {
        return mean(2);
    }

    double meanFoundFraction() {
        return mean(3);
    }

    private double mean(int figure) {
        return steps == 0 ? Double.NaN : sums[figure] / steps;
    }

    int steps() {
        return steps;
    }

    /** Means and the number of steps: an epoch that was cut in two reports nearly as if it was not. */
    Tensor state() {
        var values = new float[FIGURES + 1];
        for (var i = 0; i < FIGURES; i++) {
            values[i] = (float) sums[i];
        }
        values[FIGURES] = steps;
        return Tensor.of(values, values.length);
    }

    static EpochTotals restored(Tensor state) {
        var totals = new EpochTotals();
        for (var i = 0; i < FIGURES; i++) {
            totals.sums[i] = state.value(i);
        }
        totals.steps = (int) state.value(FIGURES);
        return totals;
    }
}
