package org.mococxr.inputcheck.fitting;

import java.util.List;
import org.mococxr.chance.Chance;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.inputcheck.InputKind;
import org.mococxr.inputcheck.KindHead;
import org.mococxr.inputcheck.ShapeFeatures;

/**
 * Fits the linear head by cross-entropy with weight decay, Adam (Kingma and Ba, ICLR 2015) over standardised features. A kind counts
 * by the square root of its examples. One thread and one order of summation: the same examples give the same bits.
 */
final class HeadFit {
    private static final int KINDS = InputKind.values().length;
    private static final int FEATURES = ShapeFeatures.LENGTH;
    private static final int EPOCHS = 12;
    private static final int BATCH = 256;
    private static final double LEARNING_RATE = 0.01;
    private static final double WEIGHT_DECAY = 2e-3;
    private static final double MOMENTUM = 0.9;
    private static final double SQUARES_MOMENTUM = 0.999;
    private static final double TINY = 1e-8;

    /** Of all features' spread: a feature that hardly varies must not be blown up. */
    private static final double LEAST_SPREAD = 0.05;

    private final List<Example> examples;
    private final double[] mean = new double[FEATURES];
    private final double[] spread = new double[FEATURES];
    private final double[] kindWeight = new double[KINDS];
    /** Weights [kinds, features] then bias [kinds]. */
    private final double[] parameters = new double[KINDS * FEATURES + KINDS];

    private final double[] gradient = new double[parameters.length];
    private final double[] momentum = new double[parameters.length];
    private final double[] squares = new double[parameters.length];

    private HeadFit(List<Example> examples) {
        this.examples = examples;
    }

    static KindHead fit(List<Example> examples, long seed) {
        var fit = new HeadFit(examples);
        fit.standardise();
        fit.weighKinds();
        fit.descend(seed);
        return fit.head();
    }

    private void standardise() {
        for (var example : examples) {
            for (var i = 0; i < FEATURES; i++) {
                mean[i] += example.feature(i) / examples.size();
            }
        }
        var all = 0.0;
        for (var example : examples) {
            for (var i = 0; i < FEATURES; i++) {
                var off = example.feature(i) - mean[i];
                spread[i] += off * off / examples.size();
            }
        }
        for (var i = 0; i < FEATURES; i++) {
            spread[i] = Math.sqrt(spread[i]);
            all += spread[i] / FEATURES;
        }
        for (var i = 0; i < FEATURES; i++) {
            spread[i] += LEAST_SPREAD * all;
        }
    }

    private void weighKinds() {
        for (var example : examples) {
            kindWeight[example.kind().ordinal()]++;
        }
        var sum = 0.0;
        for (var kind = 0; kind < KINDS; kind++) {
            kindWeight[kind] = 1 / Math.sqrt(Math.max(1, kindWeight[kind]));
            sum += kindWeight[kind];
        }
        for (var kind = 0; kind < KINDS; kind++) {
            kindWeight[kind] *= KINDS / sum;
        }
    }

    private void descend(long seed) {
        var step = 0;
        for (var epoch = 0; epoch < EPOCHS; epoch++) {
            var order = Chance.of(seed, Chance.Purpose.INPUT_CHECK, Place.ORDER, epoch)
                    .permutation(examples.size());
            for (var from = 0; from < order.length; from += BATCH) {
                var to = Math.min(order.length, from + BATCH);
                java.util.Arrays.fill(gradient, 0);
                var weight = 0.0;
                for (var i = from; i < to; i++) {
                    weight += addGradient(examples.get(order[i]));
                }
                update(weight, ++step, 1 - (double) epoch / EPOCHS);
            }
        }
    }

    /** @return the example's weight */
    private double addGradient(Example example) {
        var input = new double[FEATURES];
        for (var i = 0; i < FEATURES; i++) {
            input[i] = (example.feature(i) - mean[i]) / spread[i];
        }
        var logits = new double[KINDS];
        var highest = Double.NEGATIVE_INFINITY;
        for (var kind = 0; kind < KINDS; kind++) {
            var logit = parameters[KINDS * FEATURES + kind];
            for (var i = 0; i < FEATURES; i++) {
                logit += parameters[kind * FEATURES + i] * input[i];
            }
            logits[kind] = logit;
            highest = Math.max(highest, logit);
        }
        var sum = 0.0;
        for (var kind = 0; kind < KINDS; kind++) {
            logits[kind] = Math.exp(logits[kind] - highest);
            sum += logits[kind];
        }
        var weight = kindWeight[example.kind().ordinal()];
        for (var kind = 0; kind < KINDS; kind++) {
            var off = weight * (logits[kind] / sum - (example.kind().ordinal() == kind ? 1 : 0));
            for (var i = 0; i < FEATURES; i++) {
                gradient[kind * FEATURES + i] += off * input[i];
            }
            gradient[KINDS * FEATURES + kind] += off;
        }
        return weight;
    }

    private void update(double weight, int step, double rate) {
        var firstCorrection = 1 - Math.pow(MOMENTUM, step);
        var secondCorrection = 1 - Math.pow(SQUARES_MOMENTUM, step);
        for (var i = 0; i < parameters.length; i++) {
            var decay = i < KINDS * FEATURES ? WEIGHT_DECAY * parameters[i] : 0;
            var slope = gradient[i] / weight + decay;
            momentum[i] = MOMENTUM * momentum[i] + (1 - MOMENTUM) * slope;
            squares[i] = SQUARES_MOMENTUM * squares[i] + (1 - SQUARES_MOMENTUM) * slope * slope;
            parameters[i] -= LEARNING_RATE
                    * rate
                    * (momentum[i] / firstCorrection)
                    / (Math.sqrt(squares[i] / secondCorrection) + TINY);
        }
    }

    /** With the standardisation folded in. */
    private KindHead head() {
        var weights = new float[KINDS * FEATURES];
        var bias = new float[KINDS];
        for (var kind = 0; kind < KINDS; kind++) {
            var offset = parameters[KINDS * FEATURES + kind];
            for (var i = 0; i < FEATURES; i++) {
                var weight = parameters[kind * FEATURES + i] / spread[i];
                weights[kind * FEATURES + i] = (float) weight;
                offset -= weight * mean[i];
            }
            bias[kind] = (float) offset;
        }
        return KindHead.of(Tensor.of(weights, KINDS, FEATURES), Tensor.of(bias, KINDS));
    }
}
