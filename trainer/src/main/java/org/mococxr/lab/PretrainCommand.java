package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.pretraining.KeyMomentum;
import org.mococxr.pretraining.Positives;
import org.mococxr.pretraining.Preset;
import org.mococxr.pretraining.PretrainSettings;
import org.mococxr.pretraining.PretrainStart;
import org.mococxr.pretraining.Pretraining;
import org.mococxr.run.Journal;
import org.mococxr.run.StopSignal;
import org.mococxr.weights.PublicWeights;
import org.mococxr.weights.RandomStart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cxr-lab pretrain}. */
@Command(
        name = "pretrain",
        description = {
            "Teaches a backbone from films without labels (MoCo v2 as in MoCo-CXR).",
            "Uses the films whose split is train. Ctrl-C saves; the same command goes on where it stopped."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Writes to --out: checkpoint/ (newest, renamed into place), and for each epoch metrics.csv, report.html, TensorBoard's events.",
            "Watch: the loss should fall below ln(1 + queue); the spread should stay near 1 and the effective rank should not drop;",
            "if val films have labels, AUROC of nearest neighbours and of a linear probe should rise. They choose nothing.",
            "",
            "Examples:",
            "  cxr-lab pretrain --films a.csv --films b.csv --out runs/pre --initial-weights imagenet.safetensors",
            "  cxr-lab pretrain --films a.csv --out runs/paper --preset paper --initial-weights imagenet.safetensors"
        })
final class PretrainCommand implements Callable<Integer> {
    @Mixin
    private FilmSources sources = new FilmSources();

    @Mixin
    private RunFolder folder = new RunFolder();

    @Option(
            names = "--initial-weights",
            paramLabel = "FILE",
            description =
                    "Public weights with torchvision's or MoCo's names to start from: .safetensors, or a .pth of torch"
                            + " 1.6 or newer (default: random).")
    private @Nullable Path initialWeights;

    @Option(
            names = "--weights-licence",
            paramLabel = "TEXT",
            description = "Licence of these weights, for the record, if the file does not say.")
    private String weightsLicence = "not stated";

    @Option(
            names = "--network",
            paramLabel = "NAME",
            completionCandidates = BackboneNames.class,
            description = "Backbone, one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private String network = "resnet18";

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "cxr-strong or paper (default: ${DEFAULT-VALUE}); decides what is not given below.")
    private String preset = Preset.CXR_STRONG.toString();

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Side of the views, a multiple of 32 (default: 224; paper: 320).")
    private @Nullable Integer size;

    @Option(
            names = "--film-size",
            paramLabel = "PIXELS",
            description = "Side of the prepared films that views are cut from (default: a quarter more than --size;"
                    + " paper: --size).")
    private @Nullable Integer filmSize;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Films per step (default: 64 on a CPU, 256 on a GPU; paper: 16).")
    private @Nullable Integer batch;

    @Option(names = "--epochs", paramLabel = "N", description = "Times each film is seen (default: 200; paper: 20).")
    private @Nullable Integer epochs;

    @Option(
            names = "--queue",
            paramLabel = "K",
            description = "Negatives kept, at most the films less a batch (default: a tenth of the films, at least 256,"
                    + " at most 65536, whole batches; paper: 24576 where it fits).")
    private @Nullable Integer queue;

    @Option(
            names = "--key-momentum",
            paramLabel = "M",
            description = "How much of itself the key encoder keeps per step (default: 0.99, rising to 0.999 from 50000"
                    + " films on; paper: 0.999).")
    private @Nullable Double keyMomentum;

    @Option(
            names = "--key-momentum-end",
            paramLabel = "M",
            description = "Where half a cosine takes it until the end of the run (default: it stays constant).")
    private @Nullable Double keyMomentumEnd;

    @Option(
            names = "--positives",
            paramLabel = "WHAT",
            description = "same-film: two views of one film; same-study: views of two films of one study where it has"
                    + " two, as MedAug does (default: ${DEFAULT-VALUE}).")
    private Positives positives = Positives.SAME_FILM;

    @Option(
            names = "--symmetric",
            description = "Each view is query once and key once; twice the work per step, learns more per step.")
    private boolean symmetric;

    @Option(names = "--temperature", paramLabel = "T", description = "Softmax temperature (default: ${DEFAULT-VALUE}).")
    private double temperature = 0.2;

    @Option(
            names = "--norm-groups",
            paramLabel = "G",
            description =
                    "Groups in which queries, and shuffled keys, pass batch norm (default: up to 8, of 16 films or"
                            + " more, else 2).")
    private @Nullable Integer normGroups;

    @Option(names = "--augmentation", paramLabel = "NAME", description = "paper or cxr-strong (default: the preset's).")
    private @Nullable String augmentation;

    @Option(
            names = "--flip",
            paramLabel = "P",
            description =
                    "Probability of a mirrored view (default: the augmentation's; 0.5 in paper, 0 in cxr-strong).")
    private @Nullable Double flip;

    @Option(
            names = "--learning-rate",
            paramLabel = "LR",
            description = "Highest learning rate (default: 0.03 x batch / 256; paper: 1e-4).")
    private @Nullable Double learningRate;

    @Option(
            names = "--warmup-epochs",
            paramLabel = "N",
            description = "Epochs over which the learning rate rises (default: a twentieth, at most 10; paper: 0).")
    private @Nullable Integer warmupEpochs;

    @Option(names = "--weight-decay", paramLabel = "D", description = "L2 decay (default: ${DEFAULT-VALUE}).")
    private double weightDecay = 1e-4;

    @Option(
            names = "--probe-films",
            paramLabel = "N",
            description =
                    "Labelled train films from which a probe learns after each epoch, to be asked about half as many"
                            + " val films; 0: none (default: ${DEFAULT-VALUE}).")
    private int probeFilms = 500;

    @Option(names = "--seed", paramLabel = "N", description = "All chance comes from it (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private Computer computer = new Computer();

    private final StopSignal stop;

    PretrainCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        var journal = computer.journal();
        var lists = sources.read();
        var films = lists.stream()
                .flatMap(list -> list.films().stream())
                .filter(film -> film.split() == Split.TRAIN)
                .toList();
        if (films.isEmpty()) {
            throw new FilmListRefusedException("no film's split is train; pretraining uses no others");
        }
        Files.createDirectories(folder.path());
        var recipe = Preset.named(preset);
        var pixels = size != null ? size : recipe.sizePixels();
        var filmPixels = filmSize != null ? filmSize : recipe.filmPixels(pixels);
        var prepared = sources.prepare(films, PreparedFilms.Depth.GREY8, preparing(filmPixels), journal);
        var probe = LabelledFilms.probe(lists, probeFilms, sources, preparing(pixels), journal);
        var backbone = Networks.require(network);
        try (var engine = computer.open(backbone);
                var hold = stop.hold()) {
            var settings = settings(recipe, prepared.films().size(), pixels, filmPixels, engine.isGpu());
            var run = new Pretraining(
                    engine,
                    backbone,
                    settings,
                    new Pretraining.Films(
                            prepared, lists.stream().map(FilmList::use).toList(), probe),
                    start(backbone, journal),
                    folder.housekeeping(computer, journal, stop));
            journal.say(engine.description());
            describe(run, settings, prepared.films().size(), journal);
            var complete = run.run();
            journal.say(
                    complete
                            ? "done: %s".formatted(folder.path().resolve(Pretraining.CHECKPOINT))
                            : "stopped and saved at step %d of %d; the same command goes on"
                                    .formatted(run.step(), run.totalSteps()));
            return complete ? LabMain.OK : LabMain.STOPPED;
        }
    }

    private FilmSources.Preparing preparing(int sizePixels) {
        return new FilmSources.Preparing(sizePixels, folder.path(), computer.allThreads());
    }

    private static void describe(Pretraining run, PretrainSettings settings, int films, Journal journal) {
        journal.say(
                "%d films, %d steps of %d films an epoch, %d epochs, queue of %d keys, %d norm groups, grey %.4f +- %.4f"
                        .formatted(
                                films,
                                run.stepsPerEpoch(),
                                settings.batchFilms(),
                                settings.epochs(),
                                settings.queueKeys(),
                                settings.normGroups(),
                                run.grey().mean(),
                                run.grey().std()));
        if (settings.positives() == Positives.SAME_STUDY) {
            journal.say("%d films have another one of their study to pair with".formatted(run.pairedFilms()));
        }
        if (run.step() > 0) {
            journal.say("going on from step %d of %d".formatted(run.step(), run.totalSteps()));
        }
    }

    private PretrainSettings settings(Preset recipe, int films, int pixels, int filmPixels, boolean gpu) {
        var n = batch != null ? batch : recipe.batchFilms(gpu);
        var length = epochs != null ? epochs : recipe.epochs();
        var views = augmentation != null ? ViewRecipe.preset(augmentation) : recipe.views();
        return new PretrainSettings(
                network,
                pixels,
                filmPixels,
                flip != null ? views.withFlip(flip) : views,
                n,
                queue != null ? queue : recipe.queueKeys(films, n, symmetric ? 2 * n : n),
                temperature,
                keyMomentum(recipe, films),
                normGroups != null ? normGroups : Preset.normGroups(n),
                positives,
                symmetric,
                recipe.optimizer(),
                learningRate != null ? learningRate : recipe.learningRate(n),
                recipe.schedule(),
                warmupEpochs != null ? warmupEpochs : recipe.warmupEpochs(length),
                weightDecay,
                length,
                seed);
    }

    private KeyMomentum keyMomentum(Preset recipe, int films) {
        var usual = recipe.keyMomentum(films);
        var start = keyMomentum != null ? keyMomentum : usual.start();
        var end = keyMomentumEnd != null ? keyMomentumEnd : keyMomentum != null ? start : usual.end();
        return new KeyMomentum(start, end);
    }

    private PretrainStart start(Network backbone, Journal journal) {
        if (initialWeights == null) {
            return new PretrainStart(RandomStart.of(backbone.parameters(), seed), Optional.empty());
        }
        var weights = PublicWeights.read(initialWeights, backbone, seed, weightsLicence);
        weights.remarks().forEach(journal::say);
        return new PretrainStart(weights.backbone(), Optional.of(weights.origin()));
    }
}
