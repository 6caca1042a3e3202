package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.filmcheck.FilmCheck;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.finetuning.FinetuneSettings;
import org.mococxr.finetuning.FinetuneStart;
import org.mococxr.labels.Balance;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.run.Journal;
import org.mococxr.run.StopSignal;
import org.mococxr.sweep.Sweep;
import org.mococxr.sweep.SweepFolder;
import org.mococxr.sweep.SweepPages;
import org.mococxr.sweep.SweepPlan;
import org.mococxr.sweep.SweepReport;
import org.mococxr.weights.PublicWeights;
import org.mococxr.weights.RandomStart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cxr-lab sweep}. */
@Command(
        name = "sweep",
        description = {
            "Compares starts by what they are worth with few labels, as the paper's figures do: AUROC against the share of labels.",
            "Shares are drawn by patient and nested; every start sees the same draws, the same number of steps, and nothing is chosen by"
                    + " validation. Each trial is a job with a file of its own: stop and go on as you like, or share trials out."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "A start is random, a run folder, a checkpoint or a .safetensors file of public weights.",
            "Writes to --out: trials/ (predictions of each), sweep.csv and sweep-report.json (AUROC with intervals, gains over the first",
            "arm), a figure for each finding and mode (.svg, .png), report.html, sweep.json (the plan).",
            "",
            "Example:",
            "  cxr-lab sweep --films effusion.csv --out runs/sweep --fractions 0.01,0.1,1 --modes linear,end_to_end \\",
            "    --arm imagenet=imagenet.safetensors --arm random=random --arm paper=runs/paper --arm ours=runs/pre1,runs/pre2"
        })
final class SweepCommand implements Callable<Integer> {
    private static final String RANDOM = "random";

    @Mixin
    private FilmSources sources = new FilmSources();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the sweep.")
    private Path out = Path.of("");

    @Option(
            names = "--arm",
            required = true,
            paramLabel = "NAME=START[,START...]",
            description =
                    "A start to compare; the first is the one others are measured against. Several for one name, such as"
                            + " pretrainings that differ by their seed, take turns draw by draw.")
    private Map<String, String> arms = new LinkedHashMap<>();

    @Option(
            names = "--fractions",
            split = ",",
            paramLabel = "SHARE",
            description = "Shares of the training patients (default: ${DEFAULT-VALUE}).")
    private List<Double> fractions = List.of(0.01, 0.05, 0.25, 1.0);

    @Option(names = "--draws", paramLabel = "N", description = "Draws of each share (default: ${DEFAULT-VALUE}).")
    private int draws = 5;

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "MODE",
            description = "linear and end_to_end, or one of them (default: ${DEFAULT-VALUE}).")
    private List<FinetuneSettings.Mode> modes = List.of(FinetuneSettings.Mode.LINEAR);

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Full-batch steps of each linear head (default: ${DEFAULT-VALUE}).")
    private int steps = 300;

    @Option(
            names = "--end-to-end-steps",
            paramLabel = "N",
            description = "Steps of each end-to-end training (default: ${DEFAULT-VALUE}).")
    private int endToEndSteps = 300;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Films of an end-to-end step (default: ${DEFAULT-VALUE}).")
    private int batch = 16;

    @Option(
            names = "--learning-rate",
            paramLabel = "LR",
            description =
                    "Highest rate of the backbone end to end; the head's is ten times it (default: ${DEFAULT-VALUE}).")
    private double learningRate = 1e-4;

    @Option(
            names = "--augmentation",
            paramLabel = "NAME",
            description = "Views of end-to-end training (default: ${DEFAULT-VALUE}).")
    private String augmentation = "cxr-light";

    @Option(
            names = "--leave-one-source-out",
            description = "Also, for each source, learn from all others and ask about it alone.")
    private boolean leaveOneSourceOut;

    @Option(
            names = "--part",
            paramLabel = "I/N",
            description =
                    "Run only every N-th trial, from the I-th: several processes or GPUs share one --out (default:"
                            + " ${DEFAULT-VALUE}). Run without it at the end for the report.")
    private String part = "1/1";

    @Option(
            names = "--findings",
            split = ",",
            paramLabel = "NAME",
            description = "What to learn (default: all that can be).")
    private List<String> findings = List.of();

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Films to measure on: val or test (default: ${DEFAULT-VALUE}).")
    private Split split = Split.VAL;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            completionCandidates = BackboneNames.class,
            description = "Backbone, one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private String network = "resnet18";

    @Option(names = "--size", paramLabel = "PIXELS", description = "Side of the input (default: ${DEFAULT-VALUE}).")
    private int size = 224;

    @Option(
            names = "--uncertain",
            paramLabel = "HOW",
            description = "ignore, positive or negative (default: ${DEFAULT-VALUE}).")
    private Uncertain uncertain = Uncertain.IGNORE;

    @Option(
            names = "--balance",
            paramLabel = "WHAT",
            description = "none, classes or sources (default: ${DEFAULT-VALUE}).")
    private Balance balance = Balance.CLASSES;

    @Option(names = "--seed", paramLabel = "N", description = "All chance comes from it (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private Computer computer = new Computer();

    private final StopSignal stop;

    SweepCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        if (split == Split.TRAIN) {
            throw new IllegalArgumentException("starts are compared on val or test, never on what they learned from");
        }
        var journal = computer.journal();
        var lists = sources.read();
        var learned = findings.isEmpty() ? LabelledFilms.learnable(lists) : findings;
        Files.createDirectories(out);
        var films = films(lists, learned, journal);
        var compared = new ArrayList<>(films.train().films());
        compared.addAll(films.asked().films());
        Remarks.warnOfFilmsInTwoSplits(
                sources.prepareAll(
                        compared,
                        PreparedFilms.Depth.FLOAT32,
                        new FilmSources.Preparing(FilmCheck.SIDE_PIXELS, out, computer.allThreads()),
                        journal),
                out.resolve("films-in-two-splits.csv"),
                journal);
        var backbone = Networks.require(network);
        var starts = starts(backbone, films.train().statistics());
        var plan = plan(lists, learned, films, starts);
        var folder = new SweepFolder(out, plan);
        try (var engine = computer.open(backbone);
                var hold = stop.hold()) {
            journal.say(engine.description());
            var complete = new Sweep(engine, backbone, plan, films, folder, work(journal)).run(starts);
            var report = SweepReport.of(
                    plan, folder, films.train().films(), films.asked().films());
            var pages = new SweepPages(report, out);
            pages.write();
            pages.table().forEach(System.out::println);
            if (!complete) {
                journal.say("stopped; the same command goes on");
            } else if (report.missing() > 0) {
                journal.say("%d trials are left to other parts".formatted(report.missing()));
            }
            return complete ? LabMain.OK : LabMain.STOPPED;
        }
    }

    private Sweep.Films films(List<FilmList> lists, List<String> learned, Journal journal) {
        var preparing = new FilmSources.Preparing(size, out, computer.allThreads());
        var listed = LabelledFilms.of(lists, learned, Split.TRAIN);
        var train = sources.prepare(listed, PreparedFilms.Depth.FLOAT32, preparing, journal);
        var asked = sources.prepare(
                LabelledFilms.of(lists, learned, split), PreparedFilms.Depth.FLOAT32, preparing, journal);
        var larger = new FilmSources.Preparing((size * 9 / 8 + 7) / 8 * 8, out, computer.allThreads());
        var views = modes.contains(FinetuneSettings.Mode.END_TO_END)
                ? sources.prepare(listed, PreparedFilms.Depth.GREY8, larger, journal)
                : train;
        return new Sweep.Films(train, views, asked);
    }

    private SweepPlan plan(
            List<FilmList> lists, List<String> learned, Sweep.Films films, Map<String, List<FinetuneStart>> starts) {
        return new SweepPlan(
                network,
                size,
                learned,
                starts.entrySet().stream()
                        .map(arm -> new SweepPlan.Arm(
                                arm.getKey(),
                                arm.getValue().stream()
                                        .map(SweepCommand::origin)
                                        .toList()))
                        .toList(),
                modes,
                fractions,
                draws,
                steps,
                endToEndSteps,
                batch,
                learningRate,
                augmentation,
                uncertain,
                balance,
                leaveOneSourceOut
                        ? films.asked().films().stream()
                                .map(ListedFilm::source)
                                .distinct()
                                .sorted()
                                .toList()
                        : List.of(),
                split.text(),
                lists.stream().map(FilmList::sha256).toList(),
                seed);
    }

    private static String origin(FinetuneStart start) {
        return start.parent()
                .map(CheckpointState.Parent::weightsSha256)
                .or(() -> start.origin().map(CheckpointState.InitialWeights::sha256))
                .orElse(RANDOM);
    }

    private Sweep.Work work(Journal journal) {
        var numbers = part.split("/", -1);
        if (numbers.length != 2 || !numbers[0].matches("[0-9]{1,4}") || !numbers[1].matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("--part is written I/N, such as 1/4; was " + part);
        }
        return new Sweep.Work(
                Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), computer.loaderThreads(), journal, stop);
    }

    private Map<String, List<FinetuneStart>> starts(Network backbone, GreyStatistics grey) {
        var starts = new LinkedHashMap<String, List<FinetuneStart>>();
        arms.forEach((name, from) -> starts.put(
                name,
                Stream.of(from.split(",", -1))
                        .map(one -> start(one, backbone, grey))
                        .toList()));
        return starts;
    }

    private FinetuneStart start(String from, Network backbone, GreyStatistics grey) {
        if (from.equals(RANDOM)) {
            return new FinetuneStart(
                    RandomStart.of(backbone.parameters(), seed), grey, Optional.empty(), Optional.empty());
        }
        var path = Path.of(from);
        if (Files.isDirectory(path)) {
            return Starts.from(Starts.checkpoint(path), backbone);
        }
        var weights = PublicWeights.read(path, backbone, seed, "not stated");
        return new FinetuneStart(weights.backbone(), grey, Optional.of(weights.origin()), Optional.empty());
    }
}
