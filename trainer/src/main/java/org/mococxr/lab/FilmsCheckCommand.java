package org.mococxr.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mococxr.filmcheck.FilmCheck;
import org.mococxr.filmlist.PreparedFilms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cxr-lab films check}. */
@Command(
        name = "check",
        description = {
            "Looks over the films of lists: unreadable, blank, inverted, lateral-looking, and the same film twice (mirrored too),",
            "above all in two splits. Ends with status 1 if a film is unreadable or lies in two splits."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example:", "  cxr-lab films check --films nih.csv --films shenzhen.csv --report remarks.csv"})
final class FilmsCheckCommand implements Callable<Integer> {
    private static final int SHOWN = 40;

    @Mixin
    private FilmSources sources = new FilmSources();

    @Option(
            names = "--report",
            paramLabel = "FILE.csv",
            description = "Every remark: file, source, split, kind, words.")
    private @Nullable Path report;

    @Mixin
    private Computer computer = new Computer();

    @Override
    public Integer call() throws IOException {
        var films =
                sources.read().stream().flatMap(list -> list.films().stream()).toList();
        var prepared = sources.prepareAll(
                films,
                PreparedFilms.Depth.FLOAT32,
                new FilmSources.Preparing(FilmCheck.SIDE_PIXELS, Path.of("films"), computer.allThreads()),
                computer.journal());
        var remarks = FilmCheck.of(prepared);
        remarks.stream()
                .limit(SHOWN)
                .forEach(remark -> System.out.printf(
                        "%-24s %s (%s, %s): %s%n",
                        remark.kind(),
                        remark.film().file(),
                        remark.film().source(),
                        remark.film().split().text(),
                        remark.words()));
        if (remarks.size() > SHOWN) {
            System.out.printf("and %d more; --report FILE.csv lists all%n", remarks.size() - SHOWN);
        }
        var counts = remarks.stream()
                .collect(Collectors.groupingBy(FilmCheck.Remark::kind, TreeMap::new, Collectors.counting()));
        System.out.printf("%d films: %s%n", films.size(), counts.isEmpty() ? "nothing to remark" : counts);
        if (report != null) {
            Remarks.write(report, remarks);
        }
        return counts.containsKey(FilmCheck.Kind.UNREADABLE)
                        || counts.containsKey(FilmCheck.Kind.DUPLICATE_ACROSS_SPLITS)
                ? LabMain.REFUSED
                : LabMain.OK;
    }
}
