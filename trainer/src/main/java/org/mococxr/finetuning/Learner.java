package org.mococxr.finetuning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mococxr.augmentation.ViewLoader;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.labels.LabelTable;
import org.mococxr.network.Network;
import org.mococxr.run.RunRefusedException;
import org.mococxr.tensors.Optimizer;
import org.mococxr.tensors.ParameterSet;
import org.mococxr.tensors.TensorEngine;

/** A classifier that learns end to end, with its optimisers and, if asked for, the running average of its weights. */
final class Learner implements AutoCloseable {
    private static final String AVERAGE = "average.";

    private final TensorEngine engine;
    private final FinetuneSettings settings;
    private final float[] targets;
    private final float[] weights;
    private final Classifier classifier;
    private final Optional<Classifier> average;
    private final Optimizer backboneOptimizer;
    private final Optimizer headOptimizer;

    /** @param start backbone and head by torchvision's names */
    Learner(
            TensorEngine engine,
            Network network,
            FinetuneSettings settings,
            LabelTable labels,
            Map<String, Tensor> start,
            GreyStatistics grey) {
        this.engine = engine;
        this.settings = settings;
        targets = smoothed(labels.targets(), settings.labelSmoothing());
        weights = labels.weights(settings.balance());
        var learned = settings.learned().size();
        classifier = new Classifier(engine, network, learned, start, grey);
        average = settings.weightAverage() > 0
                ? Optional.of(new Classifier(engine, network, learned, start, grey))
                : Optional.empty();
        classifier.backbone().learn(true);
        classifier.head().learn(true);
        backboneOptimizer = optimizer(classifier.backbone());
        headOptimizer = optimizer(classifier.head());
    }

    private Optimizer optimizer(ParameterSet set) {
        return new Optimizer(engine, Optimizer.Rule.ADAM, settings.weightDecay(), set.learnedNames(), set.learned());
    }

    /** With smoothing e a label says e/2 or 1 - e/2: no film is taken for certain (Szegedy et al. 2016). */
    static float[] smoothed(float[] targets, double smoothing) {
        var smoothed = new float[targets.length];
        for (var i = 0; i < targets.length; i++) {
            smoothed[i] = (float) (targets[i] * (1 - smoothing) + smoothing / 2);
        }
        return smoothed;
    }

    /**
     * One step.
     *
     * @param step counted from 0
     * @return the loss
     * @throws RunRefusedException if it is no number
     */
    double learn(ViewLoader.Batch batch, long step, double backboneRate, double headRate) {
        var loss = addGradients(batch, step);
        backboneOptimizer.update(backboneRate);
        headOptimizer.update(headRate);
        average.ifPresent(following -> follow(following, step));
        return loss;
    }

    private double addGradients(ViewLoader.Batch batch, long step) {
        var chosen = batch.films();
        var learned = settings.learned().size();
        var math = classifier.math();
        try (var scope = engine.step()) {
            var views = classifier.normalizeGrey8(engine.grey8(batch.view(0), settings.sizePixels())); // [N,1,S,S]
            var y = engine.floats(rows(targets, chosen, learned), chosen.length, learned); // [N,F]
            var w = engine.floats(rows(weights, chosen, learned), chosen.length, learned); // [N,F]
            var positiveWeights = engine.floats(settings.positiveWeightsInOrder(), learned); // [F]
            var loss = math.backward(() -> List.of(math.maskedBce(
                            classifier.trainingLogits(views, settings.freezeNorm()), y, w, positiveWeights)))
                    .get(0)
                    .toFloats()[0];
            if (!Float.isFinite(loss)) {
                throw new RunRefusedException(
                        "the loss became %s at step %d. The last save is sound; start anew with a lower --learning-rate."
                                .formatted(loss, step));
            }
            return loss;
        }
    }

    private static float[] rows(float[] table, int[] chosen, int columns) {
        var rows = new float[chosen.length * columns];
        for (var i = 0; i < chosen.length; i++) {
            System.arraycopy(table, chosen[i] * columns, rows, i * columns, columns);
        }
        return rows;
    }

    /** Early on the average forgets faster, lest it be an average with the start. */
    private void follow(Classifier following, long step) {
        var kept = Math.min(settings.weightAverage(), (1.0 + step) / (10.0 + step));
        var math = classifier.math();
        math.follow(following.backbone().learned(), classifier.backbone().learned(), kept);
        math.follow(following.backbone().statistics(), classifier.backbone().statistics(), kept);
        math.follow(following.head().learned(), classifier.head().learned(), kept);
    }

    /** What is judged and kept: the average if there is one, else the weights as they are. */
    Classifier judged() {
        return average.orElse(classifier);
    }

    /** The weights as they learn. */
    Map<String, Tensor> values() {
        return classifier.values();
    }

    /** All that learning needs to go on beside {@link #values}. */
    Map<String, Tensor> state() {
        var state = new LinkedHashMap<>(backboneOptimizer.state());
        state.putAll(headOptimizer.state());
        average.ifPresent(a -> a.values().forEach((name, tensor) -> state.put(AVERAGE + name, tensor)));
        return state;
    }

    void restore(Map<String, Tensor> values, Map<String, Tensor> state) {
        classifier.restore(values);
        backboneOptimizer.restore(state);
        headOptimizer.restore(state);
        average.ifPresent(a -> a.restore(withPrefix(state, AVERAGE)));
    }

    static Map<String, Tensor> withPrefix(Map<String, Tensor> tensors, String prefix) {
        var found = new LinkedHashMap<String, Tensor>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return found;
    }

    @Override
    public void close() {
        classifier.close();
        average.ifPresent(Classifier::close);
        backboneOptimizer.close();
        headOptimizer.close();
    }
}
