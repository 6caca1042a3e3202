package org.mococxr.inputcheck;

import org.mococxr.checkpoint.Tensor;

/** A linear softmax head over {@link ShapeFeatures}. Immutable. */
public final class KindHead {
    private static final int KINDS = InputKind.values().length;

    private final float[] weights;
    private final float[] bias;

    private KindHead(float[] weights, float[] bias) {
        this.weights = weights;
        this.bias = bias;
    }

    /**
     * @param weights float32 [kinds, features], kinds in the order of {@link InputKind}
     * @param bias float32 [kinds]
     * @throws IllegalArgumentException if a shape is another one or a value is not finite
     */
    public static KindHead of(Tensor weights, Tensor bias) {
        Finite.require("the head's weights", weights, KINDS, ShapeFeatures.LENGTH);
        Finite.require("the head's bias", bias, KINDS);
        return new KindHead(weights.values(), bias.values());
    }

    /** @return how likely each kind is, in the order of {@link InputKind}; they add up to 1 */
    public double[] probabilities(float[] features) {
        var probabilities = new double[KINDS];
        var highest = Double.NEGATIVE_INFINITY;
        for (var kind = 0; kind < KINDS; kind++) {
            var logit = (double) bias[kind];
            for (var i = 0; i < ShapeFeatures.LENGTH; i++) {
                logit += (double) weights[kind * ShapeFeatures.LENGTH + i] * features[i];
            }
            probabilities[kind] = logit;
            highest = Math.max(highest, logit);
        }
        var sum = 0.0;
        for (var kind = 0; kind < KINDS; kind++) {
            probabilities[kind] = Math.exp(probabilities[kind] - highest);
            sum += probabilities[kind];
        }
        for (var kind = 0; kind < KINDS; kind++) {
            probabilities[kind] /= sum;
        }
        return probabilities;
    }

    Tensor weights() {
        return Tensor.of(weights.clone(), KINDS, ShapeFeatures.LENGTH);
    }

    Tensor bias() {
        return Tensor.of(bias.clone(), KINDS);
    }
}
