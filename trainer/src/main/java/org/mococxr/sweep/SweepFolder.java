package org.mococxr.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.json.StrictJson;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.run.RunRefusedException;

/** A comparison on disk: its plan, and a file of predictions for each finished trial, put there whole. */
public final class SweepFolder {
    private final Path folder;
    private final Path trials;

    /**
     * Makes the folder, or takes up one with the same plan.
     *
     * @throws RunRefusedException if it holds a comparison with another plan
     */
    public SweepFolder(Path folder, SweepPlan plan) {
        this.folder = folder;
        trials = folder.resolve("trials");
        var file = folder.resolve("sweep.json");
        var now = StrictJson.write(plan);
        try {
            Files.createDirectories(trials);
            if (!Files.exists(file)) {
                Files.write(file, now);
            } else if (!Arrays.equals(Files.readAllBytes(file), now)) {
                throw new RunRefusedException(
                        "the sweep in %s cannot go on with another plan; its own is in %s. Give the same options, or another --out."
                                .formatted(folder, file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot keep the sweep in %s: %s".formatted(folder, DiskTrouble.inWords(e)), e);
        }
    }

    Path path() {
        return folder;
    }

    private Path file(Trial trial) {
        return trials.resolve(trial.name() + ".csv");
    }

    boolean holds(Trial trial) {
        return Files.exists(file(trial));
    }

    Optional<List<Prediction>> predictions(Trial trial) {
        return holds(trial) ? Optional.of(Predictions.read(file(trial))) : Optional.empty();
    }

    void keep(Trial trial, List<Prediction> predictions) {
        try {
            var unfinished = Files.createTempFile(trials, trial.name(), ".unfinished");
            Predictions.write(unfinished, predictions);
            Files.move(unfinished, file(trial), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot keep the trial %s: %s".formatted(trial.name(), DiskTrouble.inWords(e)), e);
        }
    }
}
