package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.GreyStatistics;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.finetuning.FinetuneStart;
import org.mococxr.finetuning.Sweep;
import org.mococxr.labels.Balance;
import org.mococxr.labels.Uncertain;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.run.StopSignal;
import org.mococxr.weights.PublicWeights;
import org.mococxr.weights.RandomStart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cxr-lab sweep}. */
@Command(
        name = "sweep",
        description = {
            "Compares starts by what they are worth with few labels: linear probes on shares of the patients.",
            "Shares are drawn by patient and nested; every start sees the same draws. Stops and goes on like training."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "A start is random, a run folder, a checkpoint or a .safetensors file of public weights.",
            "Writes to --out: sweep.csv (one line per start, share, draw, finding and source), sweep.json (the plan).",
            "",
            "Example:",
            "  cxr-lab sweep --films effusion.csv --out runs/sweep --draws 5 --fractions 0.05,0.25,1 \\",
            "    --arm imagenet=imagenet.safetensors --arm moco=runs/pre"
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
            paramLabel = "NAME=START",
            description = "A start to compare; the first is the one others are measured against.")
    private Map<String, String> arms = new LinkedHashMap<>();

    @Option(
            names = "--fractions",
            split = ",",
            paramLabel = "SHARE",
            description = "Shares of the training patients (default: ${DEFAULT-VALUE}).")
    private List<Double> fractions = List.of(0.05, 0.25, 1.0);

    @Option(names = "--draws", paramLabel = "N", description = "Draws of each share (default: ${DEFAULT-VALUE}).")
    private int draws = 5;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of each probe (default: ${DEFAULT-VALUE}).")
    private int steps = 300;

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
            throw new IllegalArgumentException("a probe is measured on val or test, never on what it learned from");
        }
        var journal = computer.journal();
        var lists = sources.read();
        var learned = findings.isEmpty() ? LabelledFilms.learnable(lists) : findings;
        Files.createDirectories(out);
        var preparing = new FilmSources.Preparing(size, out, computer.allThreads());
        var train = sources.prepare(
                LabelledFilms.of(lists, learned, Split.TRAIN), PreparedFilms.Depth.FLOAT32, preparing, journal);
        var test = sources.prepare(
                LabelledFilms.of(lists, learned, split), PreparedFilms.Depth.FLOAT32, preparing, journal);
        var backbone = Networks.require(network);
        var plan = new Sweep.Plan(
                learned,
                List.copyOf(arms.keySet()),
                fractions,
                draws,
                steps,
                uncertain,
                balance,
                lists.stream().map(FilmList::sha256).toList(),
                seed);
        try (var engine = computer.open(backbone);
                var hold = stop.hold()) {
            var sweep = new Sweep(engine, backbone, plan, train, test, new Sweep.Housekeeping(out, journal, stop));
            var complete = sweep.run(starts(backbone, train.statistics()));
            sweep.table().forEach(System.out::println);
            if (!complete) {
                journal.say("stopped; the same command goes on");
            }
            return complete ? LabMain.OK : LabMain.STOPPED;
        }
    }

    private Map<String, FinetuneStart> starts(Network backbone, GreyStatistics grey) {
        var starts = new LinkedHashMap<String, FinetuneStart>();
        arms.forEach((name, from) -> starts.put(name, start(from, backbone, grey)));
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
