package org.mococxr.pretraining;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.mococxr.augmentation.FilmOrder;
import org.mococxr.augmentation.ViewLoader;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.network.Network;
import org.mococxr.probing.ProbeFilms;
import org.mococxr.run.Housekeeping;
import org.mococxr.run.Journal;
import org.mococxr.run.LearningRate;
import org.mococxr.run.Pace;
import org.mococxr.run.RunRefusedException;
import org.mococxr.tensors.TensorEngine;

/** One pretraining run, from its start or from where it was left. Belongs to the thread of its engine. */
public final class Pretraining {
    /** Where in the run's folder its newest checkpoint lies. */
    public static final String CHECKPOINT = "checkpoint";

    private static final String TOTALS = "epoch_totals";

    private final TensorEngine engine;
    private final Network network;
    private final PretrainSettings settings;
    private final Films films;
    private final Housekeeping housekeeping;
    private final int[] personOf;
    private final GreyStatistics grey;
    private final PretrainRecord evidence;
    private final FilmOrder order;
    private final StudyPartners partners;
    private final int stepsPerEpoch;
    private final LearningRate learningRate;

    private final Moco moco;
    private EpochTotals totals = new EpochTotals();
    private long step;

    /**
     * @param uses which lists the films come from
     * @param probe labelled films to watch the run by
     */
    public record Films(PreparedFilms prepared, List<CheckpointState.FilmListUse> uses, Optional<ProbeFilms> probe) {}

    /**
     * Starts a run, or takes up the one in the folder.
     *
     * @throws RunRefusedException if there are too few films, or the folder's run had other settings
     */
    public Pretraining(
            TensorEngine engine,
            Network network,
            PretrainSettings settings,
            Films films,
            PretrainStart start,
            Housekeeping housekeeping) {
        this.engine = engine;
        this.network = network;
        this.settings = settings;
        this.films = films;
        this.housekeeping = housekeeping;
        var listed = films.prepared().films();
        requireRoomForTheQueue(listed.size());
        personOf = people(listed);
        partners = new StudyPartners(listed, settings.positives(), settings.seed());
        if (settings.positives() == Positives.SAME_STUDY && partners.paired() == 0) {
            throw new RunRefusedException(
                    "no two films of the lists are of one study (same source, patient and study), so there are no pairs for --positives same-study");
        }
        grey = films.prepared().statistics();
        order = new FilmOrder(settings.seed(), listed.size(), settings.batchFilms());
        stepsPerEpoch = order.stepsPerEpoch();
        learningRate = new LearningRate(
                settings.learningRate(),
                settings.schedule(),
                (long) settings.warmupEpochs() * stepsPerEpoch,
                totalSteps());
        evidence = new PretrainRecord(
                housekeeping.folder(),
                network,
                settings,
                films,
                start,
                grey,
                engine.precision(),
                housekeeping.codeVersion());
        var kept = evidence.kept();
        if (kept.isPresent()) {
            var checkpoint = kept.get().checkpoint();
            var rest = kept.get().rest();
            step = checkpoint.state().step();
            moco = Moco.restored(engine, network, settings, grey, checkpoint.weights(), rest, step);
            totals = EpochTotals.restored(Moco.require(rest, TOTALS));
        } else {
            moco = Moco.start(engine, network, settings, grey, start.backbone());
        }
    }

    private void requireRoomForTheQueue(int count) {
        if (settings.queueKeys() > count - settings.batchFilms()) {
            throw new RunRefusedException(
                    "a queue of %d keys would hold a query's own film: %d films less a batch of %d leave room for %d. Give a shorter --queue or more films."
                            .formatted(
                                    settings.queueKeys(),
                                    count,
                                    settings.batchFilms(),
                                    Math.max(0, count - settings.batchFilms())));
        }
    }

    /**
     * A person's films are never each other's negatives: the position of each film's person among all people. Negatives come from the
     * queue alone, so films of one person in one batch do no harm.
     */
    private static int[] people(List<ListedFilm> films) {
        var positions = new HashMap<String, Integer>();
        for (var person : new TreeSet<>(films.stream().map(ListedFilm::person).toList())) {
            positions.put(person, positions.size());
        }
        return films.stream()
                .mapToInt(film -> positions.getOrDefault(film.person(), -1))
                .toArray();
    }

    /** Steps of the whole run. */
    public long totalSteps() {
        return (long) settings.epochs() * stepsPerEpoch;
    }

    /** Steps done. */
    public long step() {
        return step;
    }

    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /** Films whose second view may show another film of their study. */
    public int pairedFilms() {
        return partners.paired();
    }

    public GreyStatistics grey() {
        return grey;
    }

    /**
     * Runs to the end, or until it is asked to stop, and saves.
     *
     * @return whether the run is complete
     */
    public boolean run() {
        var watch = new EpochWatch(settings, housekeeping, (int) (step / stepsPerEpoch));
        var lastSave = System.nanoTime();
        var views = new ViewLoader.Settings(
                settings.views(), settings.sizePixels(), 2, settings.seed(), housekeeping.loaderThreads());
        try (var loader =
                new ViewLoader(films.prepared(), views, settings.batchFilms(), this::plan, step, totalSteps())) {
            var pace = new Pace();
            while (step < totalSteps() && !housekeeping.stop().requested()) {
                try (var batch = pace.waiting(loader::next)) {
                    totals.add(moco.learn(
                            batch.view(0),
                            batch.view(1),
                            patients(batch.films()),
                            step,
                            settings.keyMomentum().at(step, totalSteps()),
                            learningRate.at(step)));
                }
                pace.count(settings.batchFilms());
                step++;
                report(pace);
                var epochEnds = step % stepsPerEpoch == 0;
                if (epochEnds) {
                    endEpoch(watch, pace, loader.filmsPerSecond());
                }
                if (epochEnds
                        || System.nanoTime() - lastSave
                                > housekeeping.saveEvery().toNanos()) {
                    save();
                    lastSave = System.nanoTime();
                }
                if (epochEnds) {
                    pace = new Pace();
                }
            }
        }
        housekeeping.journal().progressEnds();
        if (step % stepsPerEpoch != 0) {
            save();
        }
        return step == totalSteps();
    }

    private ViewLoader.Plan plan(long at) {
        var plan = order.at(at);
        return new ViewLoader.Plan(plan.epoch(), plan.films(), partners.of(plan.films(), plan.epoch()));
    }

    private long[] patients(int[] chosen) {
        return Arrays.stream(chosen).mapToLong(film -> personOf[film]).toArray();
    }

    private void report(Pace pace) {
        var inEpoch = (step - 1) % stepsPerEpoch + 1;
        housekeeping
                .journal()
                .progress(
                        "epoch %d/%d".formatted((step - 1) / stepsPerEpoch + 1, settings.epochs()),
                        inEpoch,
                        stepsPerEpoch,
                        "loss %.3f (chance %.3f), %.1f films/s, %.0f %% waiting for films, %s left"
                                .formatted(
                                        totals.meanLoss(),
                                        settings.chanceLoss(),
                                        pace.filmsPerSecond(),
                                        100 * pace.waitingFraction(),
                                        Journal.inWords(Duration.ofSeconds((long) ((totalSteps() - step)
                                                * settings.batchFilms()
                                                / pace.filmsPerSecond())))));
    }

    private void endEpoch(EpochWatch watch, Pace pace, double loaderFilmsPerSecond) {
        var others = new LinkedHashMap<String, Double>();
        others.put("learning_rate", learningRate.at(step - 1));
        others.put("films_per_second", pace.filmsPerSecond());
        others.put("device_films_per_second", pace.filmsPerSecondWithoutWaiting());
        others.put("loader_films_per_second", loaderFilmsPerSecond);
        others.put("loader_wait_fraction", pace.waitingFraction());
        films.probe().ifPresent(probe -> others.putAll(probed(probe)));
        watch.epochEnds(
                (int) (step / stepsPerEpoch), totals, Spread.of(moco.queue().rows()), others);
        totals = new EpochTotals();
    }

    private Map<String, Double> probed(ProbeFilms probe) {
        var figures = probe.figures(engine, network, grey, moco.query()::represent);
        return Map.of(
                "knn_auroc", figures.nearestNeighbours().orElse(Double.NaN),
                "probe_auroc", figures.linear().orElse(Double.NaN));
    }

    private void save() {
        var rest = new LinkedHashMap<String, Tensor>(moco.rest());
        rest.put(TOTALS, totals.state());
        evidence.save((int) (step / stepsPerEpoch), step, moco.query().backbone(), rest);
    }
}
