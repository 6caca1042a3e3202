package org.mococxr.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointFolder;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.observation.DiskTrouble;

/** A checkpoint with what the exporter proves itself against and chooses thresholds on. */
final class Exportable {
    private Exportable() {}

    /** Replaces the checkpoint as a whole. */
    static void write(
            Path checkpoint,
            CheckpointState state,
            Map<String, Tensor> weights,
            List<Prediction> predictions,
            ReferenceOutputs reference) {
        try {
            CheckpointFolder.write(checkpoint, state, folder -> {
                new Safetensors(weights, Map.of("network", state.network())).write(folder.resolve(Checkpoint.WEIGHTS));
                reference.write(folder.resolve(Checkpoint.REFERENCE));
                Predictions.write(folder.resolve(Checkpoint.PREDICTIONS), predictions);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the checkpoint %s: %s".formatted(checkpoint, DiskTrouble.inWords(e)), e);
        }
    }
}
