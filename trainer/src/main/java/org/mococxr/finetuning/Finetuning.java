package org.mococxr.finetuning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mococxr.augmentation.FilmOrder;
import org.mococxr.augmentation.ViewLoader;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Predictions;
import org.mococxr.filmlist.Label;
import org.mococxr.labels.LabelTable;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Network;
import org.mococxr.probing.LinearProbe;
import org.mococxr.run.Housekeeping;
import org.mococxr.run.LearningRate;
import org.mococxr.run.Pace;
import org.mococxr.run.RunLog;
import org.mococxr.run.RunRefusedException;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.PublicWeights;
import org.mococxr.weights.RandomStart;

/** One fine-tuning run, from its start or from where it was left. Belongs to the thread of its engine. */
public final class Finetuning {
    /** Where in the run's folder the finished model lies. */
    public static final String CHECKPOINT = "checkpoint";

    private static final int PROBE_STEPS_PER_EPOCH = 10;

    private final TensorEngine engine;
    private final Network network;
    private final FinetuneSettings settings;
    private final FinetuneFilms films;
    private final FinetuneStart start;
    private final Housekeeping housekeeping;
    private final FinetuneRecord evidence;
    private final LabelTable trainLabels;
    private final LabelTable valLabels;
    private final int[] valFilms;
    private final Map<String, Tensor> startValues;
    private final FinetuneProgress progress;

    /** How a run ended: complete with its figures, or stopped and saved. */
    public record Outcome(boolean complete, List<FindingFigure> figures) {}

    /** @throws RunRefusedException if a finding cannot be learned from these films */
    public Finetuning(
            TensorEngine engine,
            Network network,
            FinetuneSettings settings,
            FinetuneFilms films,
            FinetuneStart start,
            Housekeeping housekeeping) {
        this.engine = engine;
        this.network = network;
        this.settings = settings;
        this.films = films;
        this.start = start;
        this.housekeeping = housekeeping;
        evidence = new FinetuneRecord(network, settings, films, start, engine.precision(), housekeeping.codeVersion());
        var all = LabelTable.of(films.train().films(), settings.learned(), settings.uncertain());
        trainLabels = settings.maskOneSided() ? all.withoutOneSidedSources() : all;
        valLabels = LabelTable.of(films.val().films(), settings.learned(), Uncertain.IGNORE);
        valFilms = IntStream.range(0, films.val().films().size()).toArray();
        for (var f = 0; f < settings.learned().size(); f++) {
            requireBoth(trainLabels, f, "train");
        }
        for (var f = 0; f < settings.findings().size(); f++) {
            requireBoth(valLabels, f, "val");
        }
        startValues = new LinkedHashMap<>(start.backbone());
        startValues.putAll(
                RandomStart.of(network.headParameters(settings.learned().size()), settings.seed()));
        progress = new FinetuneProgress(housekeeping.folder());
    }

    private void requireBoth(LabelTable labels, int finding, String split) {
        var with = labels.count(finding, Label.POSITIVE);
        var without = labels.count(finding, Label.NEGATIVE);
        if (with == 0 || without == 0) {
            throw new RunRefusedException(
                    "%s cannot be learned: the %s films are %d with it and %d without, and both are needed"
                            .formatted(settings.learned().get(finding), split, with, without));
        }
    }

    /** Learns, keeps the epoch that the settings ask for, and writes the checkpoint with its reference outputs and predictions. */
    public Outcome run() {
        var done = housekeeping.folder().resolve(CHECKPOINT);
        if (Files.exists(done)) {
            evidence.identity(settings.findings()).requireSameAs(Checkpoint.readState(done), housekeeping.folder());
            housekeeping.journal().say("this run is complete already");
            return new Outcome(
                    true,
                    Figures.of(
                            Predictions.read(done.resolve(Checkpoint.PREDICTIONS)),
                            settings.findings(),
                            settings.seed()));
        }
        tellAboutLabels();
        var complete = switch (settings.mode()) {
            case LINEAR -> probe();
            case END_TO_END -> learnEndToEnd();
        };
        return complete ? new Outcome(true, finish(done)) : new Outcome(false, List.of());
    }

    private void tellAboutLabels() {
        var journal = housekeeping.journal();
        for (var f = 0; f < settings.learned().size(); f++) {
            journal.say("%s: train %d with, %d without; val %d with, %d without"
                    .formatted(
                            settings.learned().get(f),
                            trainLabels.count(f, Label.POSITIVE),
                            trainLabels.count(f, Label.NEGATIVE),
                            valLabels.count(f, Label.POSITIVE),
                            valLabels.count(f, Label.NEGATIVE)));
            var oneSided = trainLabels.oneSidedSources(f);
            if (!oneSided.isEmpty()) {
                journal.warn(
                        "%s: %s have only films with it, or only without; a network can learn the source instead of the finding. --mask-one-sided leaves these labels out."
                                .formatted(settings.learned().get(f), oneSided));
            }
        }
    }

    /** The head alone; takes seconds once the embeddings are there, so it starts over rather than going on. */
    private boolean probe() {
        try (var frozen = classifier(startValues)) {
            var chosen = IntStream.range(0, films.train().films().size()).toArray();
            var embeddings = frozen.outputs(films.train(), chosen, false).embeddings();
            var head = new LinearProbe(engine, network, settings.findings().size())
                    .train(
                            embeddings,
                            Learner.smoothed(trainLabels.targets(), settings.labelSmoothing()),
                            trainLabels.weights(settings.balance()),
                            settings.positiveWeightsInOrder(),
                            new LinearProbe.Effort(
                                    settings.epochs() * PROBE_STEPS_PER_EPOCH,
                                    settings.headLearningRate(),
                                    settings.weightDecay(),
                                    settings.seed()));
            var values = new LinkedHashMap<>(frozen.values());
            values.putAll(head);
            progress.keep(settings.epochs(), values);
        }
        requireBackboneUnchanged();
        return true;
    }

    private Classifier classifier(Map<String, Tensor> values) {
        return new Classifier(engine, network, settings.findings().size(), values, start.grey());
    }

    private void requireBackboneUnchanged() {
        var now = new LinkedHashMap<>(progress.kept());
        network.headParameters(settings.findings().size()).forEach(parameter -> now.remove(parameter.name()));
        if (!PublicWeights.equal(now, start.backbone())) {
            throw new IllegalStateException("the backbone changed while only the head was to learn");
        }
    }

    private boolean learnEndToEnd() {
        var order = new FilmOrder(settings.seed(), films.train().films().size(), settings.batchFilms());
        var stepsPerEpoch = order.stepsPerEpoch();
        if (stepsPerEpoch == 0) {
            throw new RunRefusedException("%d films do not fill one batch of %d; give a smaller --batch"
                    .formatted(films.train().films().size(), settings.batchFilms()));
        }
        try (var learner = new Learner(engine, network, settings, trainLabels, startValues, start.grey())) {
            progress.takeUp(learner, evidence, housekeeping);
            return learn(learner, order, stepsPerEpoch);
        }
    }

    private boolean learn(Learner learner, FilmOrder order, int stepsPerEpoch) {
        var total = (long) stepsPerEpoch * settings.epochs();
        var backboneRate = rate(settings.backboneLearningRate(), stepsPerEpoch, total);
        var headRate = rate(settings.headLearningRate(), stepsPerEpoch, total);
        var log = log((int) (progress.step() / stepsPerEpoch));
        var lastSave = System.nanoTime();
        var views = new ViewLoader.Settings(
                settings.views(), settings.sizePixels(), 1, settings.seed(), housekeeping.loaderThreads());
        try (var loader =
                new ViewLoader(films.train(), views, settings.batchFilms(), order::at, progress.step(), total)) {
            var pace = new Pace();
            while (progress.step() < total && !housekeeping.stop().requested() && !outOfPatience(stepsPerEpoch)) {
                var step = progress.step();
                try (var batch = pace.waiting(loader::next)) {
                    progress.stepDone(learner.learn(batch, step, backboneRate.at(step), headRate.at(step)));
                }
                pace.count(settings.batchFilms());
                report(stepsPerEpoch, pace);
                var epochEnds = progress.step() % stepsPerEpoch == 0;
                if (epochEnds) {
                    endEpoch(
                            log,
                            (int) (progress.step() / stepsPerEpoch),
                            learner.judged(),
                            speeds(pace, loader, headRate));
                }
                if (epochEnds
                        || System.nanoTime() - lastSave
                                > housekeeping.saveEvery().toNanos()) {
                    progress.save(learner, evidence, stepsPerEpoch);
                    lastSave = System.nanoTime();
                }
                if (epochEnds) {
                    pace = new Pace();
                }
            }
        }
        housekeeping.journal().progressEnds();
        var complete = progress.step() == total || outOfPatience(stepsPerEpoch);
        if (!complete && progress.step() % stepsPerEpoch != 0) {
            progress.save(learner, evidence, stepsPerEpoch);
        }
        return complete;
    }

    private RunLog log(int epochsDone) {
        var plots = new LinkedHashMap<String, List<String>>();
        plots.put("Loss", List.of("train_loss", "val_loss"));
        if (choosesByValidation()) {
            plots.put(
                    "AUROC on validation films, by which the epoch is chosen", List.of("val_auroc", "best_val_auroc"));
        } else {
            plots.put("AUROC on validation films", List.of("val_auroc"));
        }
        plots.put("Learning rate of the head", List.of("learning_rate"));
        plots.put(
                "Films per second: the run, the device alone, the loader alone",
                List.of("films_per_second", "device_films_per_second", "loader_films_per_second"));
        return new RunLog(
                housekeeping.folder(),
                new RunLog.Plan("Fine-tuning " + network.name(), settings.asMap(), plots),
                epochsDone,
                housekeeping.clock());
    }

    private Map<String, Double> speeds(Pace pace, ViewLoader loader, LearningRate rate) {
        return Map.of(
                "learning_rate", rate.at(progress.step() - 1),
                "films_per_second", pace.filmsPerSecond(),
                "device_films_per_second", pace.filmsPerSecondWithoutWaiting(),
                "loader_films_per_second", loader.filmsPerSecond());
    }

    /** One epoch of warm-up, then a cosine. */
    private LearningRate rate(double peak, int stepsPerEpoch, long total) {
        return new LearningRate(peak, LearningRate.Shape.COSINE, settings.epochs() > 1 ? stepsPerEpoch : 0, total);
    }

    private boolean outOfPatience(int stepsPerEpoch) {
        var step = progress.step();
        return choosesByValidation()
                && step % stepsPerEpoch == 0
                && step / stepsPerEpoch - progress.keptEpoch() >= settings.patienceEpochs();
    }

    private boolean choosesByValidation() {
        return settings.kept() == FinetuneSettings.Kept.BEST;
    }

    private void report(int stepsPerEpoch, Pace pace) {
        var step = progress.step();
        housekeeping
                .journal()
                .progress(
                        "epoch %d/%d".formatted((step - 1) / stepsPerEpoch + 1, settings.epochs()),
                        (step - 1) % stepsPerEpoch + 1,
                        stepsPerEpoch,
                        "loss %.3f, %.1f films/s, %.0f %% waiting for films"
                                .formatted(progress.meanLoss(), pace.filmsPerSecond(), 100 * pace.waitingFraction()));
    }

    private void endEpoch(RunLog log, int epoch, Classifier judged, Map<String, Double> speeds) {
        var outputs = judged.outputs(films.val(), valFilms, false);
        var figure = Figures.selection(
                        Figures.predictions(valLabels, outputs.logits(), outputs.probabilities()), settings.findings())
                .orElse(Double.NaN);
        var comparison = "";
        if (choosesByValidation()) {
            progress.judge(epoch, figure, judged::values);
            comparison = " (best %.3f in epoch %d)".formatted(progress.bestFigure(), progress.keptEpoch());
        } else {
            progress.keep(epoch, judged.values());
        }
        var line = new LinkedHashMap<>(speeds);
        line.put("train_loss", progress.meanLoss());
        line.put("val_loss", loss(outputs.logits()));
        line.put("val_auroc", figure);
        if (choosesByValidation()) {
            line.put("best_val_auroc", progress.bestFigure());
        }
        log.add(epoch, line);
        housekeeping
                .journal()
                .say("epoch %d/%d: loss %.3f, val loss %.3f, val AUROC %.3f%s, %.1f films/s"
                        .formatted(
                                epoch,
                                settings.epochs(),
                                progress.meanLoss(),
                                loss(outputs.logits()),
                                figure,
                                comparison,
                                line.getOrDefault("films_per_second", Double.NaN)));
        progress.epochDone();
    }

    /** Mean binary cross-entropy over known validation labels. */
    private double loss(float[] logits) {
        var sum = 0.0;
        var count = 0;
        var learned = settings.learned().size();
        for (var i = 0; i < valFilms.length; i++) {
            for (var f = 0; f < learned; f++) {
                if (valLabels.known(i, f)) {
                    double z = logits[i * learned + f];
                    sum += Math.max(z, 0) - (valLabels.positive(i, f) ? z : 0) + Math.log1p(Math.exp(-Math.abs(z)));
                    count++;
                }
            }
        }
        return sum / count;
    }

    private List<FindingFigure> finish(Path checkpoint) {
        if (progress.kept().isEmpty()) {
            throw new RunRefusedException(
                    "no epoch had a validation figure: the validation films are too few, or all of one kind");
        }
        var kept = withoutAuxiliary(progress.kept());
        try (var chosen = classifier(kept)) {
            var outputs = chosen.outputs(films.val(), valFilms, false);
            var labels = LabelTable.of(films.val().films(), settings.findings(), Uncertain.IGNORE);
            var predictions = Figures.predictions(labels, outputs.logits(), outputs.probabilities());
            var figures = Figures.of(predictions, settings.findings(), settings.seed());
            Exportable.write(
                    checkpoint,
                    evidence.state(settings.findings(), progress.keptEpoch(), progress.step()),
                    kept,
                    predictions,
                    evidence.reference(chosen));
            Figures.write(housekeeping.folder().resolve("evaluation.csv"), figures);
            progress.delete();
            return figures;
        }
    }

    /** The model knows its findings alone: the first rows of the head. */
    private Map<String, Tensor> withoutAuxiliary(Map<String, Tensor> weights) {
        var kept = new LinkedHashMap<>(weights);
        for (var parameter : network.headParameters(settings.findings().size())) {
            kept.computeIfPresent(
                    parameter.name(),
                    (name, learned) -> Tensor.of(
                            parameter.shape(), Arrays.copyOf(learned.values(), Math.toIntExact(parameter.size()))));
        }
        return kept;
    }
}
