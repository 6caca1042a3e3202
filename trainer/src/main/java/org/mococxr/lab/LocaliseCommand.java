package org.mococxr.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.localisation.HeatMaps;
import org.mococxr.localisation.LesionBoxes;
import org.mococxr.localisation.Localisation;
import org.mococxr.modelpackage.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cxr-lab localise}. */
@Command(
        name = "localise",
        description = {
            "Tells whether a model's heat maps fall on the lesions that readers marked with boxes.",
            "Beside each figure stands what heat spread evenly, and what the other films' mean heat map, would reach:",
            "a model that points at the same place in every film has not looked at the film.",
            "Films without boxes are passed over. Intervals are 95 %%, from 2,000 resamples of patients."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Writes to --out: localisation.csv (file, score, heat_in_boxes, area_in_boxes, hottest_touches_a_box).",
            "",
            "Example:",
            "  cxr-lab localise --model cxr.cxrmodel --films tb.csv --boxes boxes.csv --finding tuberculosis --out runs/boxes"
        })
final class LocaliseCommand implements Callable<Integer> {
    @Mixin
    private PackageOnFilms asked = new PackageOnFilms();

    @Option(
            names = "--boxes",
            required = true,
            paramLabel = "BOXES.csv",
            description = "Columns file,x0,y0,x1,y1: shares of the film's width and height, from the upper left.")
    private Path boxes = Path.of("");

    @Option(names = "--finding", required = true, paramLabel = "NAME", description = "What the boxes surround.")
    private String finding = "";

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
        var listed = asked.films();
        var lesions = LesionBoxes.read(boxes);
        var read = asked.model();
        var manifest = read.manifest();
        var index = indexOf(manifest);
        Files.createDirectories(out);
        HeatMaps maps;
        try (var engine = read.open(EngineSettings.forOneFilmAtATime(ProviderChoice.AUTO))) {
            journal.say(engine.provider().inWords());
            maps = HeatMaps.draw(
                    listed,
                    lesions,
                    engine,
                    index,
                    manifest.input().sizePixels(),
                    done -> journal.progress("drawing heat maps", done, listed.size(), ""));
            journal.progressEnds();
        }
        maps.write(out.resolve("localisation.csv"));
        var shown = manifest.findings()
                .get(index)
                .thresholds()
                .defaultOperatingPoint()
                .thresholdProbability();
        var terminal = spec.commandLine().getOut();
        print(terminal, "All films with boxes:", maps.from(0, seed));
        print(
                terminal,
                "Films at or above the default cut-off of %.3f, whose heat map a box shows:".formatted(shown),
                maps.from(shown, seed));
        return LabMain.OK;
    }

    private int indexOf(Manifest manifest) {
        var names = manifest.findings().stream().map(Manifest.Finding::name).toList();
        var index = names.indexOf(finding);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "the model %s does not know %s; it knows %s".formatted(manifest.id(), finding, names));
        }
        return index;
    }

    private static void print(PrintWriter terminal, String title, Localisation figures) {
        terminal.println(title);
        figures.inWords().forEach(line -> terminal.println("  " + line));
        terminal.flush();
    }
}
