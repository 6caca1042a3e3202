package org.mococxr.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointFolder;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.film.FilmPreparation;
import org.mococxr.network.Network;
import org.mococxr.run.RunIdentity;
import org.mococxr.tensors.Precision;

/** What a fine-tuning run is known by and leaves behind: identity, state, and the checkpoint that the exporter proves itself against. */
record FinetuneRecord(
        Network network, FinetuneSettings settings, FinetuneFilms films, FinetuneStart start, Precision precision, String codeVersion) {
    private static final int MOST_REFERENCE_FILMS = 48;

    /** Replaces the checkpoint as a whole. */
    void write(
            Path checkpoint,
            CheckpointState state,
            Map<String, Tensor> weights,
            List<Prediction> predictions,
            ReferenceOutputs reference) {
        try {
            CheckpointFolder.write(checkpoint, state, folder -> {
                new Safetensors(weights, Map.of("network", network.name())).write(folder.resolve(Checkpoint.WEIGHTS));
                reference.write(folder.resolve(Checkpoint.REFERENCE));
                Predictions.write(folder.resolve(Checkpoint.PREDICTIONS), predictions);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint %s: %s".formatted(checkpoint, e), e);
        }
    }

    /** Films of every source and label in turn, so that a few show all there is. */
    ReferenceOutputs reference(Classifier chosen) {
        var listed = films.val().films();
        var sorted = IntStream.range(0, listed.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> listed.get(i).source())
                        .thenComparing(i -> settings.findings().stream()
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
        var side = settings.sizePixels();
        var input = new float[count * side * side];
        for (var i = 0; i < count; i++) {
            films.val().grey(picked[i], input, i * side * side);
        }
        var outputs = chosen.outputs(films.val(), picked, true);
        var findings = settings.findings().size();
        return new ReferenceOutputs(
                Tensor.of(input, count, 1, side, side),
                Tensor.of(outputs.logits(), count, findings),
                Tensor.of(outputs.probabilities(), count, findings),
                Tensor.of(outputs.embeddings(), count, chosen.features()),
                Tensor.of(outputs.maps(), count, findings, outputs.cellsPerSide(), outputs.cellsPerSide()));
    }

    private Map<String, Object> recorded() {
        return RunIdentity.withPrecision(settings.asMap(), precision.toString());
    }

    RunIdentity identity() {
        return new RunIdentity(
                CheckpointKind.FINETUNE,
                network.name(),
                settings.findings(),
                settings.seed(),
                recorded(),
                films.uses(),
                start.origin(),
                start.parent());
    }

    CheckpointState state(int epoch, long step) {
        return new CheckpointState(
                CheckpointState.FORMAT,
                CheckpointKind.FINETUNE,
                network.name(),
                settings.sizePixels(),
                start.grey().mean(),
                start.grey().std(),
                FilmPreparation.RECIPE,
                settings.findings(),
                epoch,
                step,
                settings.seed(),
                recorded(),
                films.uses(),
                start.origin(),
                start.parent(),
                codeVersion);
    }
}
