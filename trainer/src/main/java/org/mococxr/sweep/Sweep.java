package org.mococxr.sweep;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Calibration;
import org.mococxr.filmlist.Label;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.finetuning.Classifier;
import org.mococxr.finetuning.Figures;
import org.mococxr.finetuning.FinetuneSettings;
import org.mococxr.finetuning.FinetuneStart;
import org.mococxr.finetuning.FixedTraining;
import org.mococxr.labels.LabelTable;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Network;
import org.mococxr.probing.LinearProbe;
import org.mococxr.run.Journal;
import org.mococxr.run.RunRefusedException;
import org.mococxr.run.StopSignal;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.RandomStart;

/** Runs the trials of a comparison that are still missing. Belongs to the thread of its engine. */
public final class Sweep {
    private static final double HEAD_LEARNING_RATE = 0.01;
    private static final double HEAD_WEIGHT_DECAY = 1e-3;
    private static final double WEIGHT_DECAY = 1e-4;

    private final TensorEngine engine;
    private final Network network;
    private final SweepPlan plan;
    private final Films films;
    private final SweepFolder folder;
    private final Work work;
    private final TrialFilms trialFilms;
    private final LabelTable trainLabels;
    private final LabelTable askedLabels;

    /**
     * @param train kept as 32-bit floats of the input's size, for linear heads
     * @param trainViews the same films kept as bytes, larger, to cut views from; may be {@code train} if no trial is end to end
     * @param asked what models are asked about, as {@code train}
     */
    public record Films(PreparedFilms train, PreparedFilms trainViews, PreparedFilms asked) {}

    /** @param part of how many this process takes every {@code parts}-th trial, from 1 */
    public record Work(int part, int parts, int loaderThreads, Journal journal, StopSignal stop) {
        public Work {
            if (part < 1 || part > parts) {
                throw new IllegalArgumentException("a part is one of 1 to %d, was %d".formatted(parts, part));
            }
        }
    }

    public Sweep(TensorEngine engine, Network network, SweepPlan plan, Films films, SweepFolder folder, Work work) {
        this.engine = engine;
        this.network = network;
        this.plan = plan;
        this.films = films;
        this.folder = folder;
        this.work = work;
        trialFilms = new TrialFilms(plan, films.train().films(), films.asked().films());
        trainLabels = LabelTable.of(films.train().films(), plan.findings(), plan.uncertain());
        askedLabels = LabelTable.of(films.asked().films(), plan.findings(), Uncertain.IGNORE);
        for (var f = 0; f < plan.findings().size(); f++) {
            requireBoth(trainLabels, f, "train");
            requireBoth(askedLabels, f, plan.askedSplit());
        }
        for (var trial : plan.trials()) {
            if (trialFilms.learnedFrom(trial).length == 0) {
                throw new RunRefusedException(
                        "no training film is left without %s: leaving one source out needs several"
                                .formatted(trial.heldOut().orElse("any")));
            }
        }
    }

    private void requireBoth(LabelTable labels, int finding, String split) {
        if (labels.count(finding, Label.POSITIVE) == 0 || labels.count(finding, Label.NEGATIVE) == 0) {
            throw new RunRefusedException(
                    "%s cannot be compared: the %s films are %d with it and %d without, and both are needed"
                            .formatted(
                                    plan.findings().get(finding),
                                    split,
                                    labels.count(finding, Label.POSITIVE),
                                    labels.count(finding, Label.NEGATIVE)));
        }
    }

    /**
     * Runs what is missing of this process's part.
     *
     * @param starts of each arm, in the order of its plan
     * @return false if it was stopped
     */
    public boolean run(Map<String, List<FinetuneStart>> starts) {
        var trials = plan.trials();
        var mine = IntStream.range(0, trials.size())
                .filter(i -> i % work.parts() == work.part() - 1)
                .mapToObj(trials::get)
                .filter(trial -> !folder.holds(trial))
                .toList();
        var embeddings = new HashMap<Integer, Embeddings>(); // of the arm in hand, by start
        var arm = "";
        for (var done = 0; done < mine.size(); done++) {
            var trial = mine.get(done);
            var ofArm = Optional.ofNullable(starts.get(trial.arm()))
                    .orElseThrow(() -> new IllegalArgumentException("there is no start for the arm " + trial.arm()));
            var which = trial.draw() % ofArm.size();
            var start = ofArm.get(which);
            if (work.stop().requested()) {
                return false;
            }
            work.journal().progress("trials", done + 1, mine.size(), trial.inWords());
            if (trial.mode() == FinetuneSettings.Mode.LINEAR) {
                if (!arm.equals(trial.arm())) {
                    embeddings.clear();
                    arm = trial.arm();
                }
                keep(trial, linear(trial, embeddings.computeIfAbsent(which, w -> Embeddings.of(this, start))));
            } else {
                var logits = endToEnd(trial, start);
                if (logits.isEmpty()) {
                    return false;
                }
                keep(trial, logits.get());
            }
        }
        work.journal().progressEnds();
        return true;
    }

    /** What a frozen backbone makes of the films: computed once for all linear trials of a start. */
    private record Embeddings(float[] train, float[] asked) {
        static Embeddings of(Sweep sweep, FinetuneStart start) {
            var findings = sweep.plan.findings().size();
            var values = new LinkedHashMap<>(start.backbone());
            values.putAll(RandomStart.of(sweep.network.headParameters(findings), sweep.plan.seed()));
            try (var frozen = new Classifier(sweep.engine, sweep.network, findings, values, start.grey())) {
                return new Embeddings(
                        frozen.outputs(sweep.films.train(), all(sweep.films.train()), false)
                                .embeddings(),
                        frozen.outputs(sweep.films.asked(), all(sweep.films.asked()), false)
                                .embeddings());
            }
        }
    }

    private static int[] all(PreparedFilms films) {
        return IntStream.range(0, films.films().size()).toArray();
    }

    /** @return logits [N*F] of the films that the trial is asked about */
    private float[] linear(Trial trial, Embeddings embeddings) {
        var chosen = trialFilms.learnedFrom(trial);
        var labels = trainLabels.rows(chosen);
        var even = new float[plan.findings().size()];
        Arrays.fill(even, 1);
        var head = new LinearProbe(engine, network, plan.findings().size())
                .train(
                        rows(embeddings.train(), chosen),
                        labels.targets(),
                        labels.weights(plan.balance()),
                        even,
                        new LinearProbe.Effort(plan.linearSteps(), HEAD_LEARNING_RATE, HEAD_WEIGHT_DECAY, plan.seed()));
        return logits(head, rows(embeddings.asked(), trialFilms.askedAbout(trial)));
    }

    private float[] rows(float[] embeddings, int[] chosen) {
        var d = network.featureChannels();
        var rows = new float[chosen.length * d];
        for (var i = 0; i < chosen.length; i++) {
            System.arraycopy(embeddings, chosen[i] * d, rows, i * d, d);
        }
        return rows;
    }

    private float[] logits(Map<String, Tensor> head, float[] embeddings) {
        var d = network.featureChannels();
        var tensors = List.copyOf(head.values()); // weight [F,D], bias [F]
        var weight = tensors.get(0).values();
        var bias = tensors.get(1).values();
        var n = embeddings.length / d;
        var logits = new float[n * bias.length];
        for (var i = 0; i < n; i++) {
            for (var f = 0; f < bias.length; f++) {
                var sum = (double) bias[f];
                for (var j = 0; j < d; j++) {
                    sum += (double) weight[f * d + j] * embeddings[i * d + j];
                }
                logits[i * bias.length + f] = (float) sum;
            }
        }
        return logits;
    }

    private Optional<float[]> endToEnd(Trial trial, FinetuneStart start) {
        var chosen = trialFilms.learnedFrom(trial);
        var settings = new FinetuneSettings(
                plan.findings(),
                List.of(),
                plan.sizePixels(),
                films.trainViews().sizePixels(),
                FinetuneSettings.Mode.END_TO_END,
                ViewRecipe.preset(plan.views()),
                plan.batchFilms(),
                1,
                FinetuneSettings.Kept.LAST,
                1,
                plan.learningRate(),
                10 * plan.learningRate(),
                WEIGHT_DECAY,
                false,
                plan.uncertain(),
                plan.balance(),
                Map.of(),
                false,
                0,
                0,
                plan.seed() + trial.draw());
        return new FixedTraining(engine, network, settings, plan.endToEndSteps())
                .logits(
                        films.trainViews().only(chosen),
                        trainLabels.rows(chosen),
                        start,
                        films.asked().only(trialFilms.askedAbout(trial)),
                        work.loaderThreads(),
                        work.stop());
    }

    /** Without the findings that the trial's films do not teach, which a held-out source can take away. */
    private void keep(Trial trial, float[] logits) {
        var labels = trainLabels.rows(trialFilms.learnedFrom(trial));
        var taught = IntStream.range(0, plan.findings().size())
                .filter(f -> labels.count(f, Label.POSITIVE) > 0 && labels.count(f, Label.NEGATIVE) > 0)
                .mapToObj(plan.findings()::get)
                .toList();
        var probabilities = new float[logits.length];
        for (var i = 0; i < logits.length; i++) {
            probabilities[i] = (float) Calibration.sigmoid(logits[i]);
        }
        folder.keep(
                trial,
                Figures.predictions(askedLabels.rows(trialFilms.askedAbout(trial)), logits, probabilities).stream()
                        .filter(prediction -> taught.contains(prediction.finding()))
                        .toList());
    }
}
