package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.finetuning.Figures;
import org.mococxr.finetuning.FinetuneFilms;
import org.mococxr.finetuning.FinetuneSettings;
import org.mococxr.finetuning.Finetuning;
import org.mococxr.labels.Balance;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Networks;
import org.mococxr.run.Journal;
import org.mococxr.run.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cxr-lab finetune}. */
@Command(
        name = "finetune",
        description = {
            "Teaches findings from labelled films; tells AUROC per finding and source.",
            "Learns from the films whose split is train, chooses and reports on val, never touches test.",
            "Ctrl-C saves; the same command goes on where it stopped."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Writes to --out: checkpoint/ (weights, reference outputs, validation predictions), evaluation.csv, metrics.csv.",
            "",
            "Examples:",
            "  cxr-lab finetune --from runs/pre --films effusion.csv --films tb.csv --out runs/both --balance-sources",
            "  cxr-lab finetune --from runs/pre --films effusion.csv --mode linear --out runs/probe"
        })
final class FinetuneCommand implements Callable<Integer> {
    @Mixin
    private FilmSources sources = new FilmSources();

    @Mixin
    private RunFolder folder = new RunFolder();

    @Mixin
    private Starts starts = new Starts();

    @Option(
            names = "--network",
            paramLabel = "NAME",
            completionCandidates = BackboneNames.class,
            description = "Backbone, one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private String network = "resnet18";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "end_to_end, or linear: only a head over the backbone as it is (default: ${DEFAULT-VALUE}).")
    private FinetuneSettings.Mode mode = FinetuneSettings.Mode.END_TO_END;

    @Option(
            names = "--findings",
            paramLabel = "NAME[,NAME]",
            split = ",",
            description = "What to learn (default: every finding of the lists that has films with and without it).")
    private List<String> findings = List.of();

    @Option(
            names = "--beside",
            paramLabel = "NAME[,NAME]",
            split = ",",
            description =
                    "Findings to learn beside them because they teach the backbone something about the others, such as"
                            + " lung_lesion beside tuberculosis; they choose no epoch and are not in the model. End to end only.")
    private List<String> beside = List.of();

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Side of the input, a multiple of 32 (default: as pretrained, else 224).")
    private @Nullable Integer size;

    @Option(
            names = "--film-size",
            paramLabel = "PIXELS",
            description = "Side of the prepared films that views are cut from (default: an eighth more than --size).")
    private @Nullable Integer filmSize;

    @Option(names = "--batch", paramLabel = "N", description = "Films per step (default: ${DEFAULT-VALUE}).")
    private int batch = 32;

    @Option(names = "--epochs", paramLabel = "N", description = "Longest training (default: ${DEFAULT-VALUE}).")
    private int epochs = 30;

    @Option(
            names = "--keep",
            paramLabel = "WHICH",
            description =
                    "Whose weights become the model: best, the epoch with the best validation figure, or last, where validation"
                            + " films are too few to choose by (default: ${DEFAULT-VALUE}).")
    private FinetuneSettings.Kept kept = FinetuneSettings.Kept.BEST;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "Epochs without a better validation figure after which training ends (default: ${DEFAULT-VALUE}); with --keep"
                            + " last all are run.")
    private int patience = 8;

    @Option(
            names = "--learning-rate",
            paramLabel = "LR",
            description = "Highest learning rate of the backbone (default: ${DEFAULT-VALUE}).")
    private double learningRate = 1e-4;

    @Option(
            names = "--head-learning-rate",
            paramLabel = "LR",
            description = "Highest learning rate of the head (default: ten times the backbone's; linear: 0.01).")
    private @Nullable Double headLearningRate;

    @Option(names = "--weight-decay", paramLabel = "D", description = "L2 decay (default: 1e-4; linear: 1e-3).")
    private @Nullable Double weightDecay;

    @Option(
            names = "--augmentation",
            paramLabel = "NAME",
            description =
                    "plain, paper, cxr-light, cxr-strong, or cxr-shift: also other tone curves, collimation, lost detail and erased"
                            + " rectangles, for hospitals not seen (default: ${DEFAULT-VALUE}). Linear uses plain films.")
    private String augmentation = "cxr-light";

    @Option(
            names = "--flip",
            paramLabel = "P",
            description = "Probability of a mirrored view (default: the augmentation's).")
    private @Nullable Double flip;

    @Option(names = "--freeze-bn", description = "Batch norm keeps the statistics of the start.")
    private boolean freezeNorm;

    @Option(
            names = "--uncertain",
            paramLabel = "HOW",
            description = "What a label of -1 teaches: ignore, positive or negative (default: ${DEFAULT-VALUE}).")
    private Uncertain uncertain = Uncertain.IGNORE;

    @Option(
            names = "--balance",
            paramLabel = "WHAT",
            description =
                    "none; classes: films with and without a finding weigh the same; sources: also within each source (default: ${DEFAULT-VALUE}).")
    private Balance balance = Balance.CLASSES;

    @Option(names = "--balance-sources", description = "The same as --balance sources.")
    private boolean balanceSources;

    @Option(
            names = "--positive-weight",
            paramLabel = "FINDING=W",
            description = "Films with a finding count this many times more, beside --balance. May be repeated.")
    private Map<String, Double> positiveWeights = Map.of();

    @Option(
            names = "--mask-one-sided",
            description = "Leave out a finding's labels of sources that have only films with it, or only without.")
    private boolean maskOneSided;

    @Option(
            names = "--label-smoothing",
            paramLabel = "E",
            description = "Labels say E/2 and 1 - E/2 instead of 0 and 1 (default: 0, off).")
    private double labelSmoothing;

    @Option(
            names = "--average-weights",
            paramLabel = "KEEP",
            description =
                    "Judge and keep a running average of the weights, which keeps this much of itself per step, such"
                            + " as 0.99; steadier with few films (default: 0, off). End to end only.")
    private double weightAverage;

    @Option(names = "--seed", paramLabel = "N", description = "All chance comes from it (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private Computer computer = new Computer();

    private final StopSignal stop;

    FinetuneCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        var journal = computer.journal();
        var lists = sources.read();
        var settings = settings(lists);
        Files.createDirectories(folder.path());
        var films = films(lists, settings, journal);
        var backbone = Networks.require(network);
        try (var engine = computer.open(backbone);
                var hold = stop.hold()) {
            journal.say(engine.description());
            var start =
                    starts.start(backbone, starts.checkpoint(), films.train().statistics(), seed, journal);
            var run = new Finetuning(
                    engine, backbone, settings, films, start, folder.housekeeping(computer, journal, stop));
            var outcome = run.run();
            if (!outcome.complete()) {
                journal.say("stopped and saved; the same command goes on");
                return LabMain.STOPPED;
            }
            Figures.table(outcome.figures()).forEach(System.out::println);
            System.out.printf("Model: %s%n", folder.path().resolve(Finetuning.CHECKPOINT));
            return LabMain.OK;
        }
    }

    private FinetuneFilms films(List<FilmList> lists, FinetuneSettings settings, Journal journal) {
        var linear = settings.mode() == FinetuneSettings.Mode.LINEAR;
        var train = sources.prepare(
                LabelledFilms.of(lists, settings.learned(), Split.TRAIN),
                linear ? PreparedFilms.Depth.FLOAT32 : PreparedFilms.Depth.GREY8,
                preparing(linear ? settings.sizePixels() : settings.filmPixels()),
                journal);
        var val = sources.prepare(
                LabelledFilms.of(lists, settings.findings(), Split.VAL),
                PreparedFilms.Depth.FLOAT32,
                preparing(settings.sizePixels()),
                journal);
        return new FinetuneFilms(train, val, lists.stream().map(FilmList::use).toList());
    }

    private FilmSources.Preparing preparing(int sizePixels) {
        return new FilmSources.Preparing(sizePixels, folder.path(), computer.allThreads());
    }

    private List<String> learnable(List<FilmList> lists) {
        return LabelledFilms.learnable(lists).stream()
                .filter(finding -> !beside.contains(finding))
                .toList();
    }

    private FinetuneSettings settings(List<FilmList> lists) {
        var linear = mode == FinetuneSettings.Mode.LINEAR;
        var pixels = size != null
                ? size
                : starts.checkpoint().map(c -> c.state().inputSizePixels()).orElse(224);
        var recipe = linear ? ViewRecipe.PLAIN : ViewRecipe.preset(augmentation);
        return new FinetuneSettings(
                findings.isEmpty() ? learnable(lists) : findings,
                beside,
                pixels,
                filmSize != null ? filmSize : linear ? pixels : (pixels * 9 / 8 + 7) / 8 * 8,
                mode,
                flip != null ? recipe.withFlip(flip) : recipe,
                batch,
                epochs,
                kept,
                patience,
                learningRate,
                headLearningRate != null ? headLearningRate : linear ? 0.01 : 10 * learningRate,
                weightDecay != null ? weightDecay : linear ? 1e-3 : 1e-4,
                freezeNorm,
                uncertain,
                balanceSources ? Balance.SOURCES : balance,
                positiveWeights,
                maskOneSided,
                labelSmoothing,
                linear ? 0 : weightAverage,
                seed);
    }
}
