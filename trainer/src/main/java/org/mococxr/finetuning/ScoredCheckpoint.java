package org.mococxr.finetuning;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.labels.LabelTable;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Networks;
import org.mococxr.tensors.TensorEngine;

/** A classifier whose weights no run here chose: scores labelled films with it, so that it can be exported like one that was. */
public final class ScoredCheckpoint {
    private ScoredCheckpoint() {}

    /**
     * Writes a checkpoint whose predictions and reference outputs come from these films.
     *
     * @param weights backbone and head by torchvision's names
     * @param films prepared at the state's input size, 32-bit
     * @return figures on these films
     */
    public static List<FindingFigure> write(
            Path checkpoint,
            TensorEngine engine,
            CheckpointState state,
            Map<String, Tensor> weights,
            PreparedFilms films) {
        var labels = LabelTable.of(films.films(), state.findings(), Uncertain.IGNORE);
        var all = IntStream.range(0, films.films().size()).toArray();
        try (var classifier = new Classifier(
                engine,
                Networks.require(state.network()),
                state.findings().size(),
                weights,
                new GreyStatistics(state.greyMean(), state.greyStd()))) {
            var outputs = classifier.outputs(films, all, false);
            var predictions = Figures.predictions(labels, outputs.logits(), outputs.probabilities());
            Exportable.write(checkpoint, state, weights, predictions, classifier.reference(films, state.findings()));
            return Figures.of(predictions, state.findings(), state.seed());
        }
    }
}
