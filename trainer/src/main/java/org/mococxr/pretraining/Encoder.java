package org.mococxr.pretraining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Network;
import org.mococxr.network.Parameter;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.ParameterSet;
import org.mococxr.tensors.TensorEngine;

/** Backbone and projection: normalised films [N,1,S,S] to unit embeddings [N,128]. */
final class Encoder {
    private final NetworkMath math;
    private final ParameterSet backbone;
    private final ParameterSet projection;

    Encoder(TensorEngine engine, Network network, Map<String, Tensor> values) {
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

    /** Unit embeddings [N,128]; batch norm sees these films together. */
    DeviceTensor embed(DeviceTensor normalized) {
        return math.project(projection, math.pool(math.trainFeatures(backbone, normalized)));
    }

    /**
     * Unit embeddings [N,128] of films that pass batch norm in groups of random company, so that a query and its key share no
     * statistics by which to know each other (MoCo's shuffled batch norm, for one device).
     *
     * @param order int64 [N], a permutation
     * @param back int64 [N], its inverse
     */
    DeviceTensor embedInGroups(DeviceTensor normalized, DeviceTensor order, DeviceTensor back, int films, int groups) {
        var shuffled = math.rows(normalized, order); // [N,1,S,S]
        var size = films / groups;
        var parts = new ArrayList<DeviceTensor>();
        for (var group = 0; group < groups; group++) {
            parts.add(embed(math.part(shuffled, group * size, (group + 1) * size))); // [N/G,128]
        }
        return math.rows(math.join(parts), back); // [N,128]
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
