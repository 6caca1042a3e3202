package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.pretraining.PretrainSettings;
import org.mococxr.pretraining.PretrainStart;
import org.mococxr.pretraining.Pretraining;
import org.mococxr.run.Journal;
import org.mococxr.run.LearningRate;
import org.mococxr.run.StopSignal;
import org.mococxr.tensors.Optimizer;
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
            "Writes to --out: checkpoint/ (newest, renamed into place), metrics.csv (one line per epoch).",
            "Watch: the loss should fall below ln(1 + queue); the spread should stay near 1 and the effective rank should not drop.",
            "",
            "Examples:",
            "  cxr-lab pretrain --films a.csv --films b.csv --out runs/pre --initial-weights imagenet.safetensors",
            "  cxr-lab pretrain --films a.csv --out runs/paper --preset paper --initial-weights imagenet.safetensors"
        })
final class PretrainCommand implements Callable<Integer> {
    /** Which recipe the defaults come from. */
    enum Preset {
        /** SGD with cosine, strong views: for small archives and one device. */
        SMALL_DATA,
        /** Adam with steps, mirror and turn only: MoCo-CXR's own. */
        PAPER
    }

    @Mixin
    private FilmSources sources = new FilmSources();

    @Mixin
    private RunFolder folder = new RunFolder();

    @Option(
            names = "--initial-weights",
            paramLabel = "FILE.safetensors",
            description = "Public weights with torchvision's names to start from (default: random).")
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
            description = "small_data or paper (default: ${DEFAULT-VALUE}); decides what is not given below.")
    private Preset preset = Preset.SMALL_DATA;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Side of the views, a multiple of 32 (default: ${DEFAULT-VALUE}).")
    private int size = 224;

    @Option(
            names = "--film-size",
            paramLabel = "PIXELS",
            description = "Side of the prepared films that views are cut from (default: a quarter more than --size).")
    private @Nullable Integer filmSize;

    @Option(names = "--batch", paramLabel = "N", description = "Films per step (default: 64 on a CPU, 256 on a GPU).")
    private @Nullable Integer batch;

    @Option(names = "--epochs", paramLabel = "N", description = "Times each film is seen (default: ${DEFAULT-VALUE}).")
    private int epochs = 200;

    @Option(
            names = "--queue",
            paramLabel = "K",
            description = "Negatives kept (default: a tenth of the films, at least 256, at most 65536, whole batches).")
    private @Nullable Integer queue;

    @Option(
            names = "--key-momentum",
            paramLabel = "M",
            description =
                    "How much of itself the key encoder keeps per step (default: 0.99 below 50000 films, else 0.999).")
    private @Nullable Double keyMomentum;

    @Option(names = "--temperature", paramLabel = "T", description = "Softmax temperature (default: ${DEFAULT-VALUE}).")
    private double temperature = 0.2;

    @Option(
            names = "--norm-groups",
            paramLabel = "G",
            description = "Groups in which shuffled keys pass batch norm (default: up to 8, of 16 films or more).")
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
        var filmPixels = filmSize != null ? filmSize : (size * 5 / 4 + 7) / 8 * 8;
        var prepared = sources.prepare(
                films, filmPixels, PreparedFilms.Depth.GREY8, folder.path(), computer.allThreads(), journal);
        var backbone = Networks.require(network);
        try (var engine = computer.open(backbone);
                var hold = stop.hold()) {
            var settings = settings(prepared.films(), filmPixels, engine.isGpu() ? 256 : 64);
            var run = new Pretraining(
                    engine,
                    backbone,
                    settings,
                    new Pretraining.Films(
                            prepared, lists.stream().map(FilmList::use).toList()),
                    start(backbone, journal),
                    folder.housekeeping(computer, journal, stop));
            journal.say(engine.description());
            journal.say(
                    "%d films, %d steps of %d films an epoch, %d epochs, queue of %d keys, %d norm groups, grey %.4f +- %.4f"
                            .formatted(
                                    prepared.films().size(),
                                    run.stepsPerEpoch(),
                                    settings.batchFilms(),
                                    settings.epochs(),
                                    settings.queueKeys(),
                                    settings.normGroups(),
                                    run.grey().mean(),
                                    run.grey().std()));
            if (run.step() > 0) {
                journal.say("going on from step %d of %d".formatted(run.step(), run.totalSteps()));
            }
            var complete = run.run();
            journal.say(
                    complete
                            ? "done: %s".formatted(folder.path().resolve(Pretraining.CHECKPOINT))
                            : "stopped and saved at step %d of %d; the same command goes on"
                                    .formatted(run.step(), run.totalSteps()));
            return complete ? LabMain.OK : LabMain.STOPPED;
        }
    }

    private PretrainSettings settings(List<ListedFilm> films, int filmPixels, int usualBatch) {
        var n = batch != null ? batch : usualBatch;
        var paper = preset == Preset.PAPER;
        var recipe = ViewRecipe.preset(augmentation != null ? augmentation : paper ? "paper" : "cxr-strong");
        return new PretrainSettings(
                network,
                size,
                filmPixels,
                flip != null ? recipe.withFlip(flip) : recipe,
                n,
                queue != null ? queue : PretrainSettings.queueFor(films.size(), n),
                temperature,
                keyMomentum != null ? keyMomentum : PretrainSettings.keyMomentumFor(films.size()),
                normGroups != null ? normGroups : PretrainSettings.normGroupsFor(n),
                paper ? Optimizer.Rule.ADAM : Optimizer.Rule.SGD,
                learningRate != null ? learningRate : paper ? 1e-4 : 0.03 * n / 256,
                paper ? LearningRate.Shape.STEPS : LearningRate.Shape.COSINE,
                warmupEpochs != null ? warmupEpochs : paper ? 0 : Math.min(10, epochs / 20),
                weightDecay,
                epochs,
                seed);
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
