package org.mococxr.finetuning;

import java.util.List;
import java.util.stream.IntStream;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointUnreadableException;
import org.mococxr.evaluation.Prediction;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.labels.LabelTable;
import org.mococxr.labels.Uncertain;
import org.mococxr.tensors.TensorEngine;

/** What a finished model says about labelled films, and how good that is. */
public record Evaluation(List<Prediction> predictions, List<FindingFigure> figures) {
    /**
     * @param films prepared at the checkpoint's input size, 32-bit; uncertain labels are left out
     * @param seed of the intervals
     * @throws CheckpointUnreadableException if it was only pretrained
     */
    public static Evaluation of(TensorEngine engine, Checkpoint checkpoint, PreparedFilms films, long seed) {
        requireFindings(checkpoint);
        var state = checkpoint.state();
        var labels = LabelTable.of(films.films(), state.findings(), Uncertain.IGNORE);
        var all = IntStream.range(0, films.films().size()).toArray();
        try (var classifier = new Classifier(
                engine,
                checkpoint.network(),
                state.findings().size(),
                checkpoint.weights(),
                new GreyStatistics(state.greyMean(), state.greyStd()))) {
            var outputs = classifier.outputs(films, all, false);
            var predictions = Figures.predictions(labels, outputs.logits(), outputs.probabilities());
            return new Evaluation(predictions, Figures.of(predictions, state.findings(), seed));
        }
    }

    /** @throws CheckpointUnreadableException if the checkpoint was only pretrained */
    public static void requireFindings(Checkpoint checkpoint) {
        if (checkpoint.state().kind() != CheckpointKind.FINETUNE) {
            throw new CheckpointUnreadableException(
                    "cannot evaluate %s: it was pretrained and knows no finding yet; run cxr-lab finetune --from it"
                            .formatted(checkpoint.folder()));
        }
    }
}
