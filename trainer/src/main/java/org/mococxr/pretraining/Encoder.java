package org.mococxr.pretraining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.chance.Chance;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Network;
import org.mococxr.network.Parameter;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.ParameterSet;
import org.mococxr.tensors.TensorEngine;

/** Backbone and projection: normalised films [N,1,S,S] to unit embeddings [N,128]. */
final class Encoder {
    private final TensorEngine engine;
    private final NetworkMath math;
    private final ParameterSet backbone;
    private final ParameterSet projection;

    Encoder(TensorEngine engine, Network network, Map<String, Tensor> values) {
        this.engine = engine;
        math = new NetworkMath(engine);
        backbone = new ParameterSet(engine, network.parameters(), values);
        projection = new ParameterSet(engine, projectionParameters(network), values);
    }

    /** MoCo v2's head: D to D, ReLU, D to 128. */
    static List<Parameter> projectionParameters(Network network) {
        var d = (long) network.featureChannels();
        return List.of(
                new Parameter("projection.0.weight", List.of(d, d), Parameter.Role.LINEAR_WEIGHT),
                new Parameter("projection.0.bias", List.of(d), Parameter.Role.LINEAR_BIAS),
                new Parameter(
                        "projection.2.weight", List.of((long) KeyQueue.EMBEDDING, d), Parameter.Role.LINEAR_WEIGHT),
                new Parameter("projection.2.bias", List.of((long) KeyQueue.EMBEDDING), Parameter.Role.LINEAR_BIAS));
    }

    void learn() {
        backbone.learn(true);
        projection.learn(true);
    }

    /** Unit embeddings [N,128] of films that pass batch norm in groups of neighbours; one group: all together. */
    DeviceTensor embed(DeviceTensor normalized, int films, int groups) {
        var size = films / groups;
        var parts = new ArrayList<DeviceTensor>();
        for (var group = 0; group < groups; group++) {
            var part = groups == 1 ? normalized : math.part(normalized, group * size, (group + 1) * size);
            parts.add(math.project(projection, math.pool(math.trainFeatures(backbone, part)))); // [N/G,128]
        }
        return math.join(parts); // [N,128]
    }

    /**
     * The same in random company: a query meets its key's company only by chance, and so shares no statistics by which the two could
     * know each other (MoCo's shuffled batch norm, for one device).
     */
    DeviceTensor embedShuffled(DeviceTensor normalized, int films, int groups, Chance chance) {
        var order = chance.permutation(films);
        var there = new long[films];
        var back = new long[films];
        for (var i = 0; i < films; i++) {
            there[i] = order[i];
            back[order[i]] = i;
        }
        var shuffled = math.rows(normalized, engine.longs(there)); // [N,1,S,S]
        return math.rows(embed(shuffled, films, groups), engine.longs(back)); // [N,128]
    }

    /** Embeddings [N,D] in front of the projection, batch norm in evaluation mode: what a classifier would be given. */
    DeviceTensor represent(DeviceTensor normalized) {
        return math.pool(math.evalFeatures(backbone, normalized));
    }

    List<DeviceTensor> learned() {
        var all = new ArrayList<>(backbone.learned());
        all.addAll(projection.learned());
        return all;
    }

    List<String> learnedNames() {
        var all = new ArrayList<>(backbone.learnedNames());
        all.addAll(projection.learnedNames());
        return all;
    }

    Map<String, Tensor> backbone() {
        return backbone.values();
    }

    Map<String, Tensor> projection() {
        return projection.values();
    }

    Map<String, Tensor> values() {
        var all = new LinkedHashMap<>(backbone());
        all.putAll(projection());
        return all;
    }
}
