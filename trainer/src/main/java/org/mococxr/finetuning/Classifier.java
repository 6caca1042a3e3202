package org.mococxr.finetuning;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.network.Network;
import org.mococxr.probing.FilmBatches;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.ParameterSet;
import org.mococxr.tensors.TensorEngine;

/** A backbone with a linear head: prepared films to logits, one per finding. */
public final class Classifier implements AutoCloseable {
    private static final int MOST_REFERENCE_FILMS = 48;

    private final TensorEngine engine;
    private final NetworkMath math;
    private final ParameterSet backbone;
    private final ParameterSet head;
    private final GreyStatistics grey;
    private final int features;
    private final int findings;

    /** @param values backbone and head by torchvision's names */
    public Classifier(
            TensorEngine engine, Network network, int findings, Map<String, Tensor> values, GreyStatistics grey) {
        this.engine = engine;
        this.math = new NetworkMath(engine);
        this.backbone = new ParameterSet(engine, network.parameters(), values);
        this.head = new ParameterSet(engine, network.headParameters(findings), values);
        this.grey = grey;
        this.features = network.featureChannels();
        this.findings = findings;
    }

    ParameterSet backbone() {
        return backbone;
    }

    ParameterSet head() {
        return head;
    }

    NetworkMath math() {
        return math;
    }

    /** Backbone and head by torchvision's names. */
    Map<String, Tensor> values() {
        var values = new LinkedHashMap<>(backbone.values());
        values.putAll(head.values());
        return values;
    }

    /** Takes other values, in place. */
    void restore(Map<String, Tensor> values) {
        backbone.restore(values);
        head.restore(values);
    }

    /** Logits [N,F] of normalised films, as training sees them. */
    DeviceTensor trainingLogits(DeviceTensor normalized, boolean frozenNorm) {
        var map = frozenNorm ? math.evalFeatures(backbone, normalized) : math.trainFeatures(backbone, normalized);
        return math.linear(head, math.pool(map));
    }

    DeviceTensor normalizeGrey8(DeviceTensor films) {
        return math.normalizeGrey8(films, grey.mean(), grey.std());
    }

    /**
     * What the network says of films, as the box computes it.
     *
     * @param logits [N*F]
     * @param embeddings [N*D]
     * @param maps [N*F*h*w]; empty unless asked for
     */
    public record Outputs(float[] logits, float[] probabilities, float[] embeddings, float[] maps, int cellsPerSide) {}

    /** Runs prepared films, 32-bit, batch norm in evaluation mode. */
    public Outputs outputs(PreparedFilms films, int[] chosen, boolean withMaps) {
        var logits = new float[chosen.length * findings];
        var probabilities = new float[logits.length];
        var embeddings = new float[chosen.length * features];
        var maps = new Maps(chosen.length);
        FilmBatches.forEach(engine, films, chosen, grey, (normalized, from) -> {
            var map = math.evalFeatures(backbone, normalized); // [n,D,h,w]
            var embedding = math.pool(map); // [n,D]
            var scores = math.linear(head, embedding); // [n,F]
            copy(scores, logits, from * findings);
            copy(math.sigmoid(scores), probabilities, from * findings);
            copy(embedding, embeddings, from * features);
            if (withMaps) {
                maps.put(math.activationMap(head, map), from); // [n,F,h,w]
            }
        });
        return new Outputs(logits, probabilities, embeddings, maps.values, maps.cellsPerSide);
    }

    /** Activation maps, whose size is known with the first of them. */
    private static final class Maps {
        private final int films;
        private float[] values = {};
        private int cellsPerSide;

        private Maps(int films) {
            this.films = films;
        }

        private void put(DeviceTensor maps, int from) {
            cellsPerSide = Math.toIntExact(maps.shape().get(2));
            var perFilm = Math.toIntExact(maps.shape().get(1)) * cellsPerSide * cellsPerSide;
            if (values.length == 0) {
                values = new float[films * perFilm];
            }
            copy(maps, values, from * perFilm);
        }
    }

    /** What it says of a few films, of every source and label in turn, so that a few show all there is. */
    ReferenceOutputs reference(PreparedFilms films, List<String> findingNames) {
        var listed = films.films();
        var sorted = IntStream.range(0, listed.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> listed.get(i).source())
                        .thenComparing(i -> findingNames.stream()
                                .map(finding -> listed.get(i).label(finding).text())
                                .toList()
                                .toString())
                        .thenComparing(i -> listed.get(i).file()))
                .mapToInt(Integer::intValue)
                .toArray();
        var count = Math.min(MOST_REFERENCE_FILMS, sorted.length);
        var picked = IntStream.range(0, count)
                .map(i -> sorted[(int) ((long) i * sorted.length / count)])
                .toArray();
        var side = films.sizePixels();
        var input = new float[count * side * side];
        for (var i = 0; i < count; i++) {
            films.grey(picked[i], input, i * side * side);
        }
        var outputs = outputs(films, picked, true);
        return new ReferenceOutputs(
                Tensor.of(input, count, 1, side, side),
                Tensor.of(outputs.logits(), count, findings),
                Tensor.of(outputs.probabilities(), count, findings),
                Tensor.of(outputs.embeddings(), count, features),
                Tensor.of(outputs.maps(), count, findings, outputs.cellsPerSide(), outputs.cellsPerSide()));
    }

    private static void copy(DeviceTensor from, float[] to, int at) {
        var values = from.toFloats();
        System.arraycopy(values, 0, to, at, values.length);
    }

    @Override
    public void close() {
        backbone.close();
        head.close();
    }
}
