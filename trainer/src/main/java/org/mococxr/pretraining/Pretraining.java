package org.mococxr.pretraining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
import org.mococxr.chance.Chance;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointFolder;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.film.FilmPreparation;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.network.Network;
import org.mococxr.run.Housekeeping;
import org.mococxr.run.Journal;
import org.mococxr.run.LearningRate;
import org.mococxr.run.MetricsFile;
import org.mococxr.run.Pace;
import org.mococxr.run.RunIdentity;
import org.mococxr.run.RunRefusedException;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.Optimizer;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.RandomStart;

/** One pretraining run, from its start or from where it was left. Belongs to the thread of its engine. */
public final class Pretraining {
    /** Where in the run's folder its newest checkpoint lies. */
    public static final String CHECKPOINT = "checkpoint";

    private static final List<String> METRICS = List.of(
            "loss",
            "chance_loss",
            "own_key_cosine",
            "hardest_negative_cosine",
            "margin",
            "found_fraction",
            "std_fraction",
            "effective_rank",
            "learning_rate",
            "films_per_second",
            "loader_wait_fraction");
    private static final double COLLAPSED_STD_FRACTION = 0.2;
    private static final double TOO_EASY_FOUND_FRACTION = 0.98;

    private final TensorEngine engine;
    private final NetworkMath math;
    private final Network network;
    private final PretrainSettings settings;
    private final Films films;
    private final Housekeeping housekeeping;
    private final int[] personOf;
    private final GreyStatistics grey;
    private final PretrainStart start;
    private final FilmOrder order;
    private final int stepsPerEpoch;
    private final LearningRate learningRate;

    private final Encoder query;
    private final Encoder key;
    private final Optimizer optimizer;
    private final KeyQueue queue;
    private EpochTotals totals = new EpochTotals();
    private long step;

    /** @param uses which lists the films come from */
    public record Films(PreparedFilms prepared, List<CheckpointState.FilmListUse> uses) {}

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
        this.math = new NetworkMath(engine);
        this.network = network;
        this.settings = settings;
        this.films = films;
        this.start = start;
        this.housekeeping = housekeeping;
        var count = films.prepared().films().size();
        if (settings.queueKeys() > count - settings.batchFilms()) {
            throw new RunRefusedException(
                    "a queue of %d keys would hold a query's own film: %d films less a batch of %d leave room for %d. Give a shorter --queue or more films."
                            .formatted(
                                    settings.queueKeys(),
                                    count,
                                    settings.batchFilms(),
                                    Math.max(0, count - settings.batchFilms())));
        }
        personOf = people(films.prepared().films());
        grey = films.prepared().statistics();
        order = new FilmOrder(settings.seed(), count, settings.batchFilms());
        stepsPerEpoch = order.stepsPerEpoch();
        learningRate = new LearningRate(
                settings.learningRate(),
                settings.schedule(),
                (long) settings.warmupEpochs() * stepsPerEpoch,
                (long) settings.epochs() * stepsPerEpoch);

        var kept = resumable();
        var values = new LinkedHashMap<>(start.backbone());
        values.putAll(RandomStart.of(Encoder.projectionParameters(network), settings.seed()));
        var keyValues = new LinkedHashMap<>(values);
        kept.ifPresent(run -> {
            values.putAll(run.checkpoint().weights());
            values.putAll(withPrefix(run.rest(), "query."));
            keyValues.putAll(withPrefix(run.rest(), "key."));
        });
        query = new Encoder(engine, network, values);
        key = new Encoder(engine, network, keyValues);
        query.learn();
        optimizer = new Optimizer(
                engine, settings.optimizer(), settings.weightDecay(), query.learnedNames(), query.learned());
        queue = kept.map(run -> KeyQueue.restored(
                        engine, require(run.rest(), "queue"), require(run.rest(), "queue_patients"), queuePlace(run)))
                .orElseGet(() -> KeyQueue.random(engine, settings.queueKeys(), settings.seed()));
        kept.ifPresent(run -> {
            optimizer.restore(run.rest());
            totals = EpochTotals.restored(require(run.rest(), "epoch_totals"));
            step = run.checkpoint().state().step();
        });
    }

    /** A person's films are never each other's negatives: the position of each film's person among all people. */
    private static int[] people(List<ListedFilm> films) {
        var positions = new HashMap<String, Integer>();
        for (var person : new TreeSet<>(films.stream().map(ListedFilm::person).toList())) {
            positions.put(person, positions.size());
        }
        return films.stream()
                .mapToInt(film -> positions.getOrDefault(film.person(), -1))
                .toArray();
    }

    private record Kept(Checkpoint checkpoint, Map<String, Tensor> rest) {}

    private Optional<Kept> resumable() {
        var folder = housekeeping.folder().resolve(CHECKPOINT);
        if (!Files.exists(folder) && !Files.exists(folder.resolveSibling(CHECKPOINT + ".previous"))) {
            return Optional.empty();
        }
        var checkpoint = Checkpoint.read(folder);
        identity().requireSameAs(checkpoint.state(), housekeeping.folder());
        return Optional.of(new Kept(
                checkpoint,
                Safetensors.read(checkpoint.file(Checkpoint.OPTIMIZER)).tensors()));
    }

    private RunIdentity identity() {
        return new RunIdentity(
                CheckpointKind.PRETRAIN,
                network.name(),
                List.of(),
                settings.seed(),
                settings.asMap(),
                films.uses(),
                start.origin(),
                Optional.empty());
    }

    private int queuePlace(Kept run) {
        return (int) (run.checkpoint().state().step() * settings.batchFilms() % settings.queueKeys());
    }

    private static Map<String, Tensor> withPrefix(Map<String, Tensor> tensors, String prefix) {
        var found = new LinkedHashMap<String, Tensor>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return found;
    }

    private static Tensor require(Map<String, Tensor> tensors, String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new RunRefusedException(
                    "the run cannot go on: its optimizer.safetensors lacks the tensor %s".formatted(name));
        }
        return tensor;
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

    public GreyStatistics grey() {
        return grey;
    }

    /**
     * Runs to the end, or until it is asked to stop, and saves.
     *
     * @return whether the run is complete
     */
    public boolean run() {
        var metrics =
                new MetricsFile(housekeeping.folder().resolve("metrics.csv"), METRICS, (int) (step / stepsPerEpoch));
        var lastSave = System.nanoTime();
        var views = new ViewLoader.Settings(
                settings.views(), settings.sizePixels(), 2, settings.seed(), housekeeping.loaderThreads());
        try (var loader =
                new ViewLoader(films.prepared(), views, settings.batchFilms(), order::at, step, totalSteps())) {
            var pace = new Pace();
            while (step < totalSteps() && !housekeeping.stop().requested()) {
                try (var batch = pace.waiting(loader::next)) {
                    learn(batch);
                }
                pace.count(settings.batchFilms());
                step++;
                report(pace);
                if (step % stepsPerEpoch == 0) {
                    endEpoch(metrics, pace);
                    pace = new Pace();
                    save();
                    lastSave = System.nanoTime();
                } else if (System.nanoTime() - lastSave
                        > housekeeping.saveEvery().toNanos()) {
                    save();
                    lastSave = System.nanoTime();
                }
            }
        }
        housekeeping.journal().progressEnds();
        if (step % stepsPerEpoch != 0) {
            save();
        }
        return step == totalSteps();
    }

    /** One step of MoCo (He et al. 2020, algorithm 1). */
    private void learn(ViewLoader.Batch batch) {
        var n = settings.batchFilms();
        try (var scope = engine.step()) {
            var queryViews = normalized(batch, 0); // [N,1,S,S]
            var keyViews = normalized(batch, 1); // [N,1,S,S]
            var whose = engine.longs(Arrays.stream(batch.films())
                    .mapToLong(film -> personOf[film])
                    .toArray()); // [N]

            math.follow(key.learned(), query.learned(), settings.keyMomentum());
            var shuffle =
                    Chance.of(settings.seed(), Chance.Purpose.KEY_ORDER, step).permutation(n);
            var keys = key.embedInGroups(
                    keyViews, engine.longs(widened(shuffle)), engine.longs(inverse(shuffle)), n, settings.normGroups());

            var results = math.backward(() -> math.infoNce(
                    query.embed(queryViews),
                    keys,
                    queue.embeddings(),
                    whose,
                    queue.patients(),
                    settings.temperature()));
            var figures = results.get(1).toFloats();
            if (!Float.isFinite(figures[0])) {
                throw new RunRefusedException(
                        "the loss became %s at step %d (epoch %d), learning rate %.3g. The last checkpoint is sound; start anew with a lower --learning-rate."
                                .formatted(figures[0], step, step / stepsPerEpoch + 1, learningRate.at(step)));
            }
            optimizer.update(learningRate.at(step));
            queue.add(keys, whose, n);
            totals.add(figures);
        }
    }

    private DeviceTensor normalized(ViewLoader.Batch batch, int view) {
        return math.normalizeGrey8(engine.grey8(batch.view(view), settings.sizePixels()), grey.mean(), grey.std());
    }

    private static long[] widened(int[] order) {
        return Arrays.stream(order).asLongStream().toArray();
    }

    private static long[] inverse(int[] order) {
        var back = new long[order.length];
        for (var i = 0; i < order.length; i++) {
            back[order[i]] = i;
        }
        return back;
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
                                        totals.mean(0),
                                        settings.chanceLoss(),
                                        pace.filmsPerSecond(),
                                        100 * pace.waitingFraction(),
                                        Journal.inWords(Duration.ofSeconds((long) ((totalSteps() - step)
                                                * settings.batchFilms()
                                                / pace.filmsPerSecond())))));
    }

    private void endEpoch(MetricsFile metrics, Pace pace) {
        var epoch = (int) (step / stepsPerEpoch);
        var spread = Spread.of(queue.rows());
        var margin = totals.mean(1) - totals.mean(2);
        var line = new LinkedHashMap<String, Double>();
        line.put("loss", totals.mean(0));
        line.put("chance_loss", settings.chanceLoss());
        line.put("own_key_cosine", totals.mean(1));
        line.put("hardest_negative_cosine", totals.mean(2));
        line.put("margin", margin);
        line.put("found_fraction", totals.mean(3));
        line.put("std_fraction", spread.stdFraction());
        line.put("effective_rank", spread.effectiveRank());
        line.put("learning_rate", learningRate.at(step - 1));
        line.put("films_per_second", pace.filmsPerSecond());
        line.put("loader_wait_fraction", pace.waitingFraction());
        metrics.add(epoch, line);
        var journal = housekeeping.journal();
        journal.say(
                "epoch %d/%d: loss %.3f of chance %.3f, own key %.3f against hardest negative %.3f, found %.0f %%, spread %.2f, effective rank %.0f of %d, %.1f films/s"
                        .formatted(
                                epoch,
                                settings.epochs(),
                                totals.mean(0),
                                settings.chanceLoss(),
                                totals.mean(1),
                                totals.mean(2),
                                100 * totals.mean(3),
                                spread.stdFraction(),
                                spread.effectiveRank(),
                                KeyQueue.EMBEDDING,
                                pace.filmsPerSecond()));
        if (spread.stdFraction() < COLLAPSED_STD_FRACTION) {
            journal.warn(
                    "the embeddings have nearly collapsed to one direction (spread %.2f, 1 is even): views differ too little, or the learning rate is too high"
                            .formatted(spread.stdFraction()));
        }
        if (totals.mean(3) > TOO_EASY_FOUND_FRACTION && epoch * 2 < settings.epochs()) {
            journal.warn(
                    "%.0f %% of the queries find their key already: stronger views would teach more (--augmentation cxr-strong)"
                            .formatted(100 * totals.mean(3)));
        }
        totals = new EpochTotals();
    }

    private void save() {
        var rest = new LinkedHashMap<String, Tensor>();
        query.projection().forEach((name, tensor) -> rest.put("query." + name, tensor));
        key.values().forEach((name, tensor) -> rest.put("key." + name, tensor));
        rest.putAll(optimizer.state());
        rest.putAll(queue.state());
        rest.put("epoch_totals", totals.state());
        try {
            CheckpointFolder.write(housekeeping.folder().resolve(CHECKPOINT), state(), folder -> {
                new Safetensors(query.backbone(), Map.of("network", network.name()))
                        .write(folder.resolve(Checkpoint.WEIGHTS));
                new Safetensors(rest, Map.of()).write(folder.resolve(Checkpoint.OPTIMIZER));
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the run in %s: %s".formatted(housekeeping.folder(), e), e);
        }
    }

    private CheckpointState state() {
        return new CheckpointState(
                CheckpointState.FORMAT,
                CheckpointKind.PRETRAIN,
                network.name(),
                settings.sizePixels(),
                grey.mean(),
                grey.std(),
                FilmPreparation.RECIPE,
                List.of(),
                (int) (step / stepsPerEpoch),
                step,
                settings.seed(),
                settings.asMap(),
                films.uses(),
                start.origin(),
                Optional.empty(),
                housekeeping.codeVersion());
    }
}
