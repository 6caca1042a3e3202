package org.mococxr.finetuning;

import java.util.List;
import java.util.Map;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.film.FilmPreparation;
import org.mococxr.network.Network;
import org.mococxr.run.RunIdentity;
import org.mococxr.tensors.Precision;

/** What a fine-tuning run is known by and leaves behind: identity, state, and the checkpoint that the exporter proves itself against. */
record FinetuneRecord(
        Network network,
        FinetuneSettings settings,
        FinetuneFilms films,
        FinetuneStart start,
        Precision precision,
        String codeVersion) {
    /** What the chosen network says of some of the validation films. */
    ReferenceOutputs reference(Classifier chosen) {
        return chosen.reference(films.val(), settings.findings());
    }

    private Map<String, Object> recorded() {
        return RunIdentity.withPrecision(settings.asMap(), precision.toString());
    }

    /** @param findings of the head: while it learns, or of the model */
    RunIdentity identity(List<String> findings) {
        return new RunIdentity(
                CheckpointKind.FINETUNE,
                network.name(),
                findings,
                settings.seed(),
                recorded(),
                films.uses(),
                start.origin(),
                start.parent());
    }

    /** @param findings of the head: while it learns, or of the model */
    CheckpointState state(List<String> findings, int epoch, long step) {
        return new CheckpointState(
                CheckpointState.FORMAT,
                CheckpointKind.FINETUNE,
                network.name(),
                settings.sizePixels(),
                start.grey().mean(),
                start.grey().std(),
                FilmPreparation.RECIPE,
                findings,
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
