package org.mococxr.pretraining;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.chance.Chance;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.network.Network;
import org.mococxr.run.RunRefusedException;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.Optimizer;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.RandomStart;

/** The two encoders, the queue and the optimiser of a run, and the step that moves them. Belongs to the thread of its engine. */
final class Moco {
    private static final String QUERY = "query.";
    private static final String KEY = "key.";

    private final TensorEngine engine;
    private final NetworkMath math;
    private final PretrainSettings settings;
    private final GreyStatistics grey;
    private final Encoder query;
    private final Encoder key;
    private final Optimizer optimizer;
    private final KeyQueue queue;

    private Moco(
            TensorEngine engine,
            PretrainSettings settings,
            GreyStatistics grey,
            Encoder query,
            Encoder key,
            KeyQueue queue) {
        this.engine = engine;
        this.math = new NetworkMath(engine);
        this.settings = settings;
        this.grey = grey;
        this.query = query;
        this.key = key;
        this.queue = queue;
        query.learn();
        optimizer = new Optimizer(
                engine, settings.optimizer(), settings.weightDecay(), query.learnedNames(), query.learned());
    }

    /** Both encoders alike, with a projection drawn at random, and a queue of nobody's keys. */
    static Moco start(
            TensorEngine engine,
            Network network,
            PretrainSettings settings,
            GreyStatistics grey,
            Map<String, Tensor> backbone) {
        var values = new LinkedHashMap<>(backbone);
        values.putAll(RandomStart.of(Encoder.projectionParameters(network), settings.seed()));
        return new Moco(
                engine,
                settings,
                grey,
                new Encoder(engine, network, values),
                new Encoder(engine, network, values),
                KeyQueue.random(engine, settings.queueKeys(), settings.seed()));
    }

    /**
     * Out of a checkpoint.
     *
     * @param rest what {@link #rest} gave
     */
    static Moco restored(
            TensorEngine engine,
            Network network,
            PretrainSettings settings,
            GreyStatistics grey,
            Map<String, Tensor> backbone,
            Map<String, Tensor> rest,
            long step) {
        var queryValues = new LinkedHashMap<>(backbone);
        queryValues.putAll(withPrefix(rest, QUERY));
        var queue = KeyQueue.restored(engine, require(rest, "queue"), require(rest, "queue_patients"), (int)
                (step * settings.keysPerStep() % settings.queueKeys()));
        var restored = new Moco(
                engine,
                settings,
                grey,
                new Encoder(engine, network, queryValues),
                new Encoder(engine, network, withPrefix(rest, KEY)),
                queue);
        restored.optimizer.restore(rest);
        return restored;
    }

    private static Map<String, Tensor> withPrefix(Map<String, Tensor> tensors, String prefix) {
        var found = new LinkedHashMap<String, Tensor>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return found;
    }

    static Tensor require(Map<String, Tensor> tensors, String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new RunRefusedException(
                    "the run cannot go on: its optimizer.safetensors lacks the tensor %s".formatted(name));
        }
        return tensor;
    }

    /**
     * One step of MoCo (He et al. 2020, algorithm 1).
     *
     * @param firstViews uint8 [N,1,S,S]
     * @param secondViews uint8 [N,1,S,S], of the same films or their partners
     * @param patients [N], whose films these are
     * @return loss, cosine to the own key, cosine to the hardest negative, share of queries that found their key
     * @throws RunRefusedException if the loss is no number
     */
    float[] learn(
            ByteBuffer firstViews,
            ByteBuffer secondViews,
            long[] patients,
            long step,
            double keyMomentum,
            double learningRate) {
        var n = settings.batchFilms();
        try (var scope = engine.step()) {
            var first = normalized(firstViews); // [N,1,S,S]
            var second = normalized(secondViews); // [N,1,S,S]
            var whose = engine.longs(patients); // [N]

            math.follow(key.learned(), query.learned(), keyMomentum);
            var secondKeys = keys(second, step); // [N,128]
            var figures = settings.symmetric()
                    ? learnBothWays(first, second, secondKeys, whose, step)
                    : figures(math.backward(() -> loss(first, secondKeys, whose)));
            requireFinite(figures[0], step, learningRate);
            optimizer.update(learningRate);
            if (!settings.symmetric()) {
                queue.add(secondKeys, whose, n);
            }
            return figures;
        }
    }

    /** Each view is query once and key once; the loss is the mean of both, and both keys join the queue. */
    private float[] learnBothWays(
            DeviceTensor first, DeviceTensor second, DeviceTensor secondKeys, DeviceTensor whose, long step) {
        var n = settings.batchFilms();
        var firstKeys = keys(first, step, 1); // [N,128]
        var results = math.backward(() -> {
            var there = loss(first, secondKeys, whose);
            var back = loss(second, firstKeys, whose);
            return List.of(math.average(List.of(there.get(0), back.get(0))), there.get(1), back.get(1));
        });
        var figures = results.get(1).toFloats();
        var back = results.get(2).toFloats();
        for (var i = 0; i < figures.length; i++) {
            figures[i] = (figures[i] + back[i]) / 2;
        }
        queue.add(secondKeys, whose, n);
        queue.add(firstKeys, whose, n);
        return figures;
    }

    private DeviceTensor keys(DeviceTensor views, long... place) {
        var chance = Chance.of(settings.seed(), Chance.Purpose.KEY_ORDER, place);
        return key.embedShuffled(views, settings.batchFilms(), settings.normGroups(), chance); // [N,128]
    }

    private List<DeviceTensor> loss(DeviceTensor views, DeviceTensor keys, DeviceTensor whose) {
        var queries = query.embed(views, settings.batchFilms(), settings.normGroups()); // [N,128]
        return math.infoNce(queries, keys, queue.embeddings(), whose, queue.patients(), settings.temperature());
    }

    private static float[] figures(List<DeviceTensor> lossAndFigures) {
        return lossAndFigures.get(1).toFloats();
    }

    private void requireFinite(float loss, long step, double learningRate) {
        if (!Float.isFinite(loss)) {
            throw new RunRefusedException(
                    "the loss became %s at step %d, learning rate %.3g. The last checkpoint is sound; start anew with a lower --learning-rate."
                            .formatted(loss, step, learningRate));
        }
    }

    private DeviceTensor normalized(ByteBuffer views) {
        return math.normalizeGrey8(engine.grey8(views, settings.sizePixels()), grey.mean(), grey.std());
    }

    Encoder query() {
        return query;
    }

    KeyQueue queue() {
        return queue;
    }

    /** All that a run needs to go on beside the query's backbone. */
    Map<String, Tensor> rest() {
        var rest = new LinkedHashMap<String, Tensor>();
        query.projection().forEach((name, tensor) -> rest.put(QUERY + name, tensor));
        key.values().forEach((name, tensor) -> rest.put(KEY + name, tensor));
        rest.putAll(optimizer.state());
        rest.putAll(queue.state());
        return rest;
    }
}
