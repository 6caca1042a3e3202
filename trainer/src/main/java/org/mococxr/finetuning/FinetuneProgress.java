package org.mococxr.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointFolder;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.run.Housekeeping;
import org.mococxr.run.SoundTensors;

/** How far an end-to-end run is: its step, the epoch that is kept so far, the loss of the epoch that runs. Saved so that a run can go on from it. */
final class FinetuneProgress {
    private static final String FOLDER = "progress";
    private static final String KEPT = "best."; // as runs that were begun before called it

    private final Path run;
    private long step;
    private Map<String, Tensor> kept = Map.of();
    private double bestFigure = Double.NEGATIVE_INFINITY;
    private int keptEpoch;
    private double lossSum;
    private int lossSteps;

    FinetuneProgress(Path run) {
        this.run = run;
    }

    /** Steps done. */
    long step() {
        return step;
    }

    /** Weights of the epoch that is kept, by torchvision's names; empty before one. */
    Map<String, Tensor> kept() {
        return kept;
    }

    double bestFigure() {
        return bestFigure;
    }

    int keptEpoch() {
        return keptEpoch;
    }

    /** Of the epoch that runs. */
    double meanLoss() {
        return lossSum / Math.max(1, lossSteps);
    }

    void stepDone(double loss) {
        lossSum += loss;
        lossSteps++;
        step++;
    }

    void epochDone() {
        lossSum = 0;
        lossSteps = 0;
    }

    /** @param figure higher is better; NaN is never the best */
    void judge(int epoch, double figure, Supplier<Map<String, Tensor>> weights) {
        if (figure > bestFigure) {
            bestFigure = figure;
            keep(epoch, weights.get());
        }
    }

    void keep(int epoch, Map<String, Tensor> weights) {
        keptEpoch = epoch;
        kept = weights;
    }

    /** Goes on from what an earlier call of the same run saved, if it did. */
    void takeUp(Learner learner, FinetuneRecord evidence, Housekeeping housekeeping) {
        var folder = run.resolve(FOLDER);
        if (!Files.exists(folder) && !Files.exists(folder.resolveSibling(FOLDER + ".previous"))) {
            return;
        }
        var saved = Checkpoint.read(folder);
        evidence.identity(evidence.settings().learned()).requireSameAs(saved.state(), run);
        var rest = Safetensors.read(saved.file(Checkpoint.OPTIMIZER));
        learner.restore(saved.weights(), rest.tensors());
        step = saved.state().step();
        var progress = rest.require(FOLDER);
        keptEpoch = (int) progress.value(0);
        lossSteps = (int) progress.value(1);
        bestFigure = Double.parseDouble(rest.metadata().getOrDefault("bestFigure", "-Infinity"));
        lossSum = Double.parseDouble(rest.metadata().getOrDefault("lossSum", "0"));
        kept = Learner.withPrefix(rest.tensors(), KEPT);
        housekeeping.journal().say("going on from step %d".formatted(step));
    }

    void save(Learner learner, FinetuneRecord evidence, int stepsPerEpoch) {
        var rest = new LinkedHashMap<>(learner.state());
        kept.forEach((name, tensor) -> rest.put(KEPT + name, tensor));
        rest.put(FOLDER, Tensor.of(new float[] {keptEpoch, lossSteps}, 2));
        var values = learner.values();
        SoundTensors.require(values, step);
        SoundTensors.require(rest, step);
        var exact = Map.of("bestFigure", Double.toString(bestFigure), "lossSum", Double.toString(lossSum));
        var state = evidence.state(evidence.settings().learned(), (int) (step / stepsPerEpoch), step);
        try {
            CheckpointFolder.write(run.resolve(FOLDER), state, folder -> {
                new Safetensors(values, Map.of()).write(folder.resolve(Checkpoint.WEIGHTS));
                new Safetensors(rest, exact).write(folder.resolve(Checkpoint.OPTIMIZER));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot save the run in %s: %s; the last checkpoint is kept, and the same command goes on from it"
                            .formatted(run, DiskTrouble.inWords(e)),
                    e);
        }
    }

    void delete() {
        var folder = run.resolve(FOLDER);
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the run is complete, but its progress in %s could not be removed: %s"
                            .formatted(folder, DiskTrouble.inWords(e)),
                    e);
        }
    }
}
