package org.mococxr.probing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Network;
import org.mococxr.network.Parameter;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.Optimizer;
import org.mococxr.tensors.ParameterSet;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.RandomStart;

/**
 * Logistic regression on embeddings: a head trained by full-batch Adam for a fixed number of steps. Embeddings are standardised while
 * it learns, which makes one learning rate fit every backbone; the finished head takes plain embeddings.
 */
public final class LinearProbe {
    private static final double SMALLEST_STD = 1e-3;

    private final TensorEngine engine;
    private final Network network;
    private final List<Parameter> parameters;
    private final int findings;

    public LinearProbe(TensorEngine engine, Network network, int findings) {
        this.engine = engine;
        this.network = network;
        this.findings = findings;
        this.parameters = network.headParameters(findings);
    }

    /** How long and how fast. */
    public record Effort(int steps, double learningRate, double weightDecay, long seed) {}

    /**
     * @param embeddings [N*D]
     * @param targets [N*F]
     * @param weights [N*F]
     * @param positiveWeights [F]
     * @return the head's tensors by torchvision's names
     */
    public Map<String, Tensor> train(
            float[] embeddings, float[] targets, float[] weights, float[] positiveWeights, Effort effort) {
        var d = network.featureChannels();
        var n = embeddings.length / d;
        var scale = Scale.of(embeddings, d);
        var math = new NetworkMath(engine);
        var head = new ParameterSet(engine, parameters, RandomStart.of(parameters, effort.seed()));
        head.learn(true);
        var optimizer =
                new Optimizer(engine, Optimizer.Rule.ADAM, effort.weightDecay(), head.learnedNames(), head.learned());
        try (var x = engine.floats(scale.applied(embeddings), n, d);
                var y = engine.floats(targets, n, findings);
                var w = engine.floats(weights, n, findings);
                var p = engine.floats(positiveWeights, findings)) {
            for (var step = 0; step < effort.steps(); step++) {
                try (var scope = engine.step()) {
                    math.backward(() -> List.of(math.maskedBce(math.linear(head, x), y, w, p)));
                    optimizer.update(effort.learningRate());
                }
            }
            return folded(head.values(), scale, d);
        } finally {
            head.close();
            optimizer.close();
        }
    }

    /** w'(x) = w (x - mean) / std + b, written as one linear layer. */
    private Map<String, Tensor> folded(Map<String, Tensor> head, Scale scale, int d) {
        var weightName = parameters.get(0).name();
        var biasName = parameters.get(1).name();
        var weight = values(head, weightName);
        var bias = values(head, biasName);
        for (var f = 0; f < findings; f++) {
            var shift = 0.0;
            for (var i = 0; i < d; i++) {
                weight[f * d + i] /= scale.std()[i];
                shift += (double) weight[f * d + i] * scale.mean()[i];
            }
            bias[f] -= (float) shift;
        }
        var folded = new LinkedHashMap<String, Tensor>();
        folded.put(weightName, Tensor.of(weight, findings, d));
        folded.put(biasName, Tensor.of(bias, findings));
        return folded;
    }

    private static float[] values(Map<String, Tensor> head, String name) {
        var tensor = head.get(name);
        if (tensor == null) {
            throw new IllegalStateException("the head has no tensor " + name);
        }
        return tensor.values();
    }

    private record Scale(float[] mean, float[] std) {
        static Scale of(float[] embeddings, int d) {
            var n = embeddings.length / d;
            var mean = new float[d];
            var std = new float[d];
            for (var i = 0; i < d; i++) {
                var sum = 0.0;
                var squares = 0.0;
                for (var row = 0; row < n; row++) {
                    sum += embeddings[row * d + i];
                    squares += (double) embeddings[row * d + i] * embeddings[row * d + i];
                }
                mean[i] = (float) (sum / n);
                std[i] = (float) Math.max(SMALLEST_STD, Math.sqrt(Math.max(0, squares / n - mean[i] * (sum / n))));
            }
            return new Scale(mean, std);
        }

        float[] applied(float[] embeddings) {
            var scaled = new float[embeddings.length];
            for (var i = 0; i < scaled.length; i++) {
                var dimension = i % mean.length;
                scaled[i] = (embeddings[i] - mean[dimension]) / std[dimension];
            }
            return scaled;
        }
    }
}
