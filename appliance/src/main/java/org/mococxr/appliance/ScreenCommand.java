package org.mococxr.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.mococxr.appliance.batch.FilmCount;
import org.mococxr.appliance.batch.ScreenRun;
import org.mococxr.appliance.batch.ScreenSummary;
import org.mococxr.appliance.screening.ActiveModel;
import org.mococxr.appliance.screening.ModelInUse;
import org.mococxr.appliance.screening.Screener;
import org.mococxr.gate.GatePolicy;
import org.mococxr.inference.EngineSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "screen",
        mixinStandardHelpOptions = true,
        description = "Assesses films in files and folders and writes a table: one row per film and finding.")
final class ScreenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--csv", required = true, paramLabel = "OUT.csv", description = "The table to write.")
    private Path csv;

    @Option(
            names = "--research",
            description = "Also assess films that only their size, an unknown view or an unknown age would refuse.")
    private boolean research;

    @Option(
            names = "--resume",
            description =
                    "Go on where an interrupted run of the same files stopped, instead of beginning the table anew.")
    private boolean resume;

    @Option(names = "--threads", paramLabel = "N", description = "Films at the same time. Default: up to 4.")
    private int threads = BoxSettings.standardWorkers();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Films, folders of films at any depth, and zips of them.")
    private List<Path> films;

    @Override
    public Integer call() throws IOException {
        requireWritable();
        if (threads < 1 || threads > 64) {
            throw new BoxNotStartedException("--threads is 1 to 64, was " + threads);
        }
        var out = spec.commandLine().getOut();
        var settings = new EngineSettings(model.provider(), 1, threads);
        try (var models = new ModelInUse(ActiveModel.open(model.choice().read(), settings))) {
            var facts = models.facts();
            var policy = research ? GatePolicy.research() : GatePolicy.clinical();
            var screener = new Screener(models, () -> policy);
            out.println("Model " + facts.name() + " on " + facts.provider());
            out.flush();
            var summary = run(new ScreenRun(screener, facts, threads));
            out.print(summary.inWords());
            out.println("Table: " + csv);
            if (!summary.readAnything()) {
                spec.commandLine()
                        .getErr()
                        .println(
                                summary.files() == 0
                                        ? "cxr-box: there is no file in what was named; nothing was screened."
                                        : "cxr-box: none of the files could be read.");
            }
            return summary.readAnything() ? 0 : 1;
        }
    }

    private void requireWritable() throws IOException {
        var folder = csv.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new BoxNotStartedException("cannot write %s: its folder must exist and be writable".formatted(csv));
        }
    }

    private ScreenSummary run(ScreenRun run) throws IOException {
        try (var progress = new ProgressBarBuilder()
                .setTaskName("Films")
                .setInitialMax(FilmCount.of(films, csv))
                .setStyle(ProgressBarStyle.ASCII)
                .showSpeed()
                .build()) {
            return run.run(films, csv, resume, progress::stepTo);
        }
    }
}
