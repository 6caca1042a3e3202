package org.mococxr.pretraining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointFolder;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.film.FilmPreparation;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.network.Network;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.run.RunIdentity;
import org.mococxr.run.RunRefusedException;
import org.mococxr.run.SoundTensors;
import org.mococxr.tensors.Precision;

/** What a pretraining run is known by and leaves behind. */
record PretrainRecord(
        Path runFolder,
        Network network,
        PretrainSettings settings,
        Pretraining.Films films,
        PretrainStart start,
        GreyStatistics grey,
        Precision precision,
        String codeVersion) {

    /** A checkpoint and the tensors that only this run needs. */
    record Kept(Checkpoint checkpoint, Map<String, Tensor> rest) {}

    /**
     * The run that the folder holds, if it holds one.
     *
     * @throws RunRefusedException if it is another run than this
     */
    Optional<Kept> kept() {
        var folder = runFolder.resolve(Pretraining.CHECKPOINT);
        if (!Files.exists(folder) && !Files.exists(folder.resolveSibling(Pretraining.CHECKPOINT + ".previous"))) {
            return Optional.empty();
        }
        var checkpoint = Checkpoint.read(folder);
        identity().requireSameAs(checkpoint.state(), runFolder);
        return Optional.of(new Kept(
                checkpoint,
                Safetensors.read(checkpoint.file(Checkpoint.OPTIMIZER)).tensors()));
    }

    private Map<String, Object> recorded() {
        return RunIdentity.withPrecision(settings.asMap(), precision.toString());
    }

    private RunIdentity identity() {
        return new RunIdentity(
                CheckpointKind.PRETRAIN,
                network.name(),
                List.of(),
                settings.seed(),
                recorded(),
                films.uses(),
                start.origin(),
                Optional.empty());
    }

    /**
     * Replaces the checkpoint as a whole.
     *
     * @throws RunRefusedException if the tensors are no finite numbers; the checkpoint then stays
     */
    void save(int epoch, long step, Map<String, Tensor> backbone, Map<String, Tensor> rest) {
        SoundTensors.require(backbone, step);
        SoundTensors.require(rest, step);
        try {
            CheckpointFolder.write(runFolder.resolve(Pretraining.CHECKPOINT), state(epoch, step), folder -> {
                new Safetensors(backbone, Map.of("network", network.name())).write(folder.resolve(Checkpoint.WEIGHTS));
                new Safetensors(rest, Map.of()).write(folder.resolve(Checkpoint.OPTIMIZER));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot save the run in %s: %s; the last checkpoint is kept, and the same command goes on from it"
                            .formatted(runFolder, DiskTrouble.inWords(e)),
                    e);
        }
    }

    private CheckpointState state(int epoch, long step) {
        return new CheckpointState(
                CheckpointState.FORMAT,
                CheckpointKind.PRETRAIN,
                network.name(),
                settings.sizePixels(),
                grey.mean(),
                grey.std(),
                FilmPreparation.RECIPE,
                List.of(),
                epoch,
                step,
                settings.seed(),
                recorded(),
                films.uses(),
                start.origin(),
                Optional.empty(),
                codeVersion);
    }
}
