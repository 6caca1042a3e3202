package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.finetuning.Figures;
import org.mococxr.finetuning.ScoredCheckpoint;
import org.mococxr.finetuning.WeightAverage;
import org.mococxr.run.RunRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cxr-lab average}. */
@Command(
        name = "average",
        description = {
            "Averages the weights of several fine-tunings into one model, which costs no more to run than one of them.",
            "They must come from one start and the same films: runs of several seeds, say. Tells AUROC on the validation films;"
                    + " whether the average is better is for them, and for films of other hospitals, to say."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  cxr-lab average --checkpoint runs/seed1 --checkpoint runs/seed2 --films effusion.csv --films tb.csv --out runs/both"
        })
final class AverageCommand implements Callable<Integer> {
    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "DIR",
            description = "Checkpoint, or run folder with one, that cxr-lab finetune wrote. Give it once for each.")
    private List<Path> checkpoints = List.of();

    @Mixin
    private FilmSources sources = new FilmSources();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Checkpoint to write.")
    private Path out = Path.of("");

    @Mixin
    private Computer computer = new Computer();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var journal = computer.journal();
        var members = checkpoints.stream().map(Starts::checkpoint).toList();
        var average = WeightAverage.of(members, LabVersion.text());
        var state = average.state();
        var lists = sources.read();
        if (!state.filmLists().equals(lists.stream().map(FilmList::use).toList())) {
            throw new RunRefusedException(
                    "the film lists are not those that the checkpoints learned from, in the same order; the figures of an average must"
                            + " stand on the films that theirs stand on");
        }
        var films = sources.prepare(
                LabelledFilms.of(lists, state.findings(), Split.VAL),
                PreparedFilms.Depth.FLOAT32,
                new FilmSources.Preparing(state.inputSizePixels(), out, computer.allThreads()),
                journal);
        try (var engine = computer.open(members.get(0).network())) {
            journal.say(engine.description());
            var figures = ScoredCheckpoint.write(out, engine, state, average.weights(), films);
            Figures.table(figures).forEach(spec.commandLine().getOut()::println);
            return LabMain.OK;
        }
    }
}
