package org.mococxr.finetuning;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mococxr.augmentation.FilmOrder;
import org.mococxr.augmentation.ViewLoader;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.labels.LabelTable;
import org.mococxr.network.Network;
import org.mococxr.run.LearningRate;
import org.mococxr.run.RunRefusedException;
import org.mococxr.run.StopSignal;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.RandomStart;

/**
 * Learns end to end for a number of steps that is set beforehand and asks the last weights: nothing is chosen by validation, so that a
 * comparison of starts does not cost labels that a small share would not have.
 */
public final class FixedTraining {
    private final TensorEngine engine;
    private final Network network;
    private final FinetuneSettings settings;
    private final int steps;

    public FixedTraining(TensorEngine engine, Network network, FinetuneSettings settings, int steps) {
        this.engine = engine;
        this.network = network;
        this.settings = settings;
        this.steps = steps;
    }

    /**
     * @param films what to learn from, kept as bytes, larger than the input
     * @param labels of these films
     * @param asked kept as 32-bit floats of the input's size
     * @return logits [N*F] of the films asked about; absent if it was stopped
     */
    public Optional<float[]> logits(
            PreparedFilms films,
            LabelTable labels,
            FinetuneStart start,
            PreparedFilms asked,
            int loaderThreads,
            StopSignal stop) {
        var count = films.films().size();
        if (count < 2) {
            throw new RunRefusedException("%d films are too few to learn from end to end".formatted(count));
        }
        var batchFilms = Math.min(settings.batchFilms(), count);
        var order = new FilmOrder(settings.seed(), count, batchFilms);
        var backboneRate = rate(settings.backboneLearningRate());
        var headRate = rate(settings.headLearningRate());
        var values = new LinkedHashMap<>(start.backbone());
        values.putAll(RandomStart.of(network.headParameters(settings.findings().size()), settings.seed()));
        var views = new ViewLoader.Settings(settings.views(), settings.sizePixels(), 1, settings.seed(), loaderThreads);
        try (var learner = new Learner(engine, network, settings, labels, values, start.grey());
                var loader = new ViewLoader(films, views, batchFilms, order::at, 0, steps)) {
            for (var step = 0; step < steps; step++) {
                if (stop.requested()) {
                    return Optional.empty();
                }
                try (var batch = loader.next()) {
                    learner.learn(batch, step, backboneRate.at(step), headRate.at(step));
                }
            }
            var all = IntStream.range(0, asked.films().size()).toArray();
            return Optional.of(learner.judged().outputs(asked, all, false).logits());
        }
    }

    private LearningRate rate(double peak) {
        return new LearningRate(peak, LearningRate.Shape.COSINE, steps / 10, steps);
    }
}
