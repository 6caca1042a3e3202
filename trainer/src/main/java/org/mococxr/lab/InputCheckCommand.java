package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.Split;
import org.mococxr.finetuning.Evaluation;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.inputcheck.fitting.FilmViewing;
import org.mococxr.inputcheck.fitting.Gallery;
import org.mococxr.inputcheck.fitting.InputCheckFit;
import org.mococxr.inputcheck.fitting.Lessons;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.onnx.GraphSettings;
import org.mococxr.onnx.OnnxWriter;
import org.mococxr.onnx.WeightStorage;
import org.mococxr.run.ConsoleJournal;
import org.mococxr.run.Journal;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cxr-lab input-check}. */
@Command(
        name = "input-check",
        description = {
            "Fits the check by which a box refuses side views, other pictures, inverted and turned films, and films unlike the training films.",
            "Learns from the train films of the lists, from what it makes out of them, and from drawings; measures on the val films, on each"
                    + " source left out, and on the lists that are only for checking. Give the lists that the model was trained with."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Writes to --out: input-check.json (thresholds and measured refusal rates), input-check.safetensors.",
            "",
            "Example:",
            "  cxr-lab input-check --checkpoint runs/fine --films films.csv --out runs/input-check",
            "  cxr-lab export --checkpoint runs/fine --input-check runs/input-check --out cxr.cxrmodel --key keys/lab.private.pem ..."
        })
final class InputCheckCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Model model = new Model();

    @Mixin
    private FilmLists films = new FilmLists();

    @Option(
            names = "--check-frontal",
            paramLabel = "LIST.csv=DIR",
            description = "Frontal films that are only looked at, and the folder of their files; whatever their split.")
    private Map<Path, Path> checkFrontal = new LinkedHashMap<>();

    @Option(
            names = "--check-other",
            paramLabel = "LIST.csv=DIR",
            description = "Pictures that must be refused and are only looked at; their source says what they are.")
    private Map<Path, Path> checkOther = new LinkedHashMap<>();

    @Option(
            names = "--learn-other",
            paramLabel = "LIST.csv=DIR",
            description = "Pictures that must be refused and may be learned from: the source \"" + Lessons.LATERAL
                    + "\" are side views, every other source no chest films. Each source needs --terms.")
    private Map<Path, Path> learnOther = new LinkedHashMap<>();

    @Option(
            names = "--terms",
            paramLabel = "SOURCE=TEXT",
            description = "Terms of the pictures of a source of --learn-other; they go into the package.")
    private Map<String, String> terms = new LinkedHashMap<>();

    @Option(
            names = "--most-films",
            paramLabel = "N",
            description = "Films of one source to look at, evenly over its list (default: ${DEFAULT-VALUE}).")
    private int mostFilms = 2_500;

    @Option(
            names = "--most-embeddings",
            paramLabel = "N",
            description = "Films to run through the network, evenly over the sources (default: ${DEFAULT-VALUE}).")
    private int mostEmbeddings = 2_000;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the check.")
    private Path out = Path.of("");

    @Option(names = "--seed", paramLabel = "N", description = "Of everything drawn (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that read films (default: all cores). The result does not depend on it.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Whose embeddings; exactly one. */
    static final class Model {
        @Option(
                names = "--checkpoint",
                paramLabel = "DIR",
                description = "Checkpoint, or run folder with one, that cxr-lab finetune wrote.")
        private @Nullable Path checkpoint;

        @Option(
                names = "--model",
                paramLabel = "FILE" + ModelPackage.ENDING,
                description = "A package that was exported, to measure what a check would do for it.")
        private @Nullable Path modelPackage;
    }

    /** A network, and the checkpoint that its weights come from. */
    private record Network(Engine engine, int sizePixels, String checkpointSha256) {}

    @Override
    public Integer call() throws IOException {
        Journal journal = new ConsoleJournal(System.err, System.console() != null, Clock.systemUTC());
        var frontal = read(films.read());
        var othersToLearn = read(learnOther);
        for (var film : othersToLearn) {
            if (terms.getOrDefault(film.source(), "").isBlank()) {
                throw new FilmListRefusedException(
                        "the terms of the pictures \"%s\" are not stated; give --terms %s=TEXT"
                                .formatted(film.source(), film.source()));
            }
        }
        var network = open();
        try (var engine = network.engine()) {
            var viewing = new FilmViewing(
                    engine, network.sizePixels(), new FilmViewing.Limits(mostFilms, mostEmbeddings, threads), journal);
            var gallery = new Gallery(
                    viewing.view("films to learn from", of(frontal, Split.TRAIN)),
                    viewing.view("validation films", of(frontal, Split.VAL)),
                    viewing.view("other pictures to learn from", othersToLearn),
                    viewing.view("films to check with", read(checkFrontal)),
                    viewing.view("other pictures to check with", read(checkOther)));
            var check = InputCheckFit.fit(
                    gallery,
                    new InputCheckFit.Settings(network.checkpointSha256(), network.sizePixels(), terms, seed),
                    journal);
            check.write(out);
            report(check);
            return LabMain.OK;
        }
    }

    private void report(InputCheck check) {
        var terminal = spec.commandLine().getOut();
        Explanation.inputCheck(check.report(), terminal);
        terminal.printf("written to %s%n", out);
        terminal.flush();
    }

    private Network open() {
        var settings = EngineSettings.forOneFilmAtATime(ProviderChoice.CPU);
        if (model.modelPackage != null) {
            var read = ModelPackage.readWithoutTrust(model.modelPackage);
            return new Network(
                    read.open(settings),
                    read.manifest().input().sizePixels(),
                    read.manifest().lineage().checkpointSha256());
        }
        var checkpoint = Starts.checkpoint(Objects.requireNonNull(model.checkpoint));
        Evaluation.requireFindings(checkpoint);
        var state = checkpoint.state();
        var graph = OnnxWriter.write(
                checkpoint.network(),
                checkpoint.weights(),
                new GraphSettings(
                        state.inputSizePixels(),
                        state.greyMean(),
                        state.greyStd(),
                        Collections.nCopies(state.findings().size(), GraphSettings.Scaling.NONE),
                        WeightStorage.FP32,
                        Map.of()));
        return new Network(Engines.open(graph, settings), state.inputSizePixels(), checkpoint.weightsSha256());
    }

    private static List<ListedFilm> read(Map<Path, Path> lists) {
        return lists.isEmpty()
                ? List.of()
                : read(FilmListReader.read(List.copyOf(lists.keySet()), List.copyOf(lists.values())));
    }

    private static List<ListedFilm> read(List<FilmList> lists) {
        return lists.stream().flatMap(list -> list.films().stream()).toList();
    }

    private static List<ListedFilm> of(List<ListedFilm> films, Split split) {
        return films.stream().filter(film -> film.split() == split).toList();
    }
}
