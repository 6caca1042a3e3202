package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.Split;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.shortcuts.AlteredScores;
import org.mococxr.shortcuts.ShortcutFigure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cxr-lab shortcuts}. */
@Command(
        name = "shortcuts",
        description = {
            "Tells whether a model reads the lungs, or what gives a film's origin away: collimation, markers, the unit's tone curve.",
            "The same labelled films are shown with one thing after another taken from them. A model that still tells sick from healthy"
                    + " when the middle is one grey has learned the hospital; one that falls when border, corners or tone go, leaned on them.",
            "Intervals are 95 %%, from 2,000 resamples of patients; differences to the films as they are, paired."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Writes to --out: shortcuts.csv.",
            "",
            "Example:",
            "  cxr-lab shortcuts --model cxr.cxrmodel --films tb.csv --split val --out runs/shortcuts"
        })
final class ShortcutsCommand implements Callable<Integer> {
    @Mixin
    private PackageOnFilms asked = new PackageOnFilms();

    @Option(names = "--split", paramLabel = "NAME", description = "train, val or test (default: ${DEFAULT-VALUE}).")
    private Split split = Split.VAL;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the results.")
    private Path out = Path.of("");

    @Option(names = "--seed", paramLabel = "N", description = "Of the resampling (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private Computer computer = new Computer();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var journal = computer.journal();
        var films = asked.films().stream().filter(film -> film.split() == split).toList();
        if (films.isEmpty()) {
            throw new FilmListRefusedException("the lists have no film whose split is " + split.text());
        }
        var read = asked.model();
        var findings =
                read.manifest().findings().stream().map(Manifest.Finding::name).toList();
        Files.createDirectories(out);
        AlteredScores scores;
        try (var engine = read.open(EngineSettings.forOneFilmAtATime(ProviderChoice.AUTO))) {
            journal.say(engine.provider().inWords());
            scores = AlteredScores.of(
                    films,
                    findings,
                    film -> engine.run(film).logits(),
                    read.manifest().input().sizePixels(),
                    done -> journal.progress("looking at altered films", done, films.size(), ""));
            journal.progressEnds();
        }
        var figures = ShortcutFigure.of(scores, findings, seed);
        ShortcutFigure.write(figures, out.resolve("shortcuts.csv"));
        var terminal = spec.commandLine().getOut();
        terminal.println(
                "finding            source       shown                                      films (with)  AUROC   difference");
        figures.forEach(figure -> terminal.println(figure.inWords()));
        terminal.flush();
        return LabMain.OK;
    }
}
