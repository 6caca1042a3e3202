package org.mococxr.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.BoxMain;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.workbench.Arguments;
import org.mococxr.workbench.Program;

/**
 * {@code cxr-box screen} over one folder of 100,000 files, cut off half-way and resumed: memory at every fifth, and whether each file
 * has its rows once. One file in fifty is a front view and scored, the others are side views, which takes little time and the same
 * memory for names and rows. The files are links to a few drawn films.
 */
@Tag("benchmark")
class LargeFolderBenchmark {
    private static final int FILES = Integer.getInteger("benchmark.files", 100_000);
    private static final int FRONT_VIEW_EVERY = 50;
    private static final int MOST_LINKS = 50_000; // Linux's ext4 gives a file 65,000 names

    @TempDir
    private Path folder;

    @Test
    void aFolderOfAHundredThousandFiles() throws Exception {
        var films = Files.createDirectories(folder.resolve("films"));
        link(films);
        var table = folder.resolve("films.csv");

        try (var first = screen(films, table)) {
            watch(first, table, FILES / 2);
            first.kill();
        }
        var cutOffAt = filesIn(table);
        try (var second = screen(films, table, "--resume")) {
            watch(second, table, FILES);
            second.end().expectSuccess();
        }

        assertThat(cutOffAt).isLessThan(FILES);
        assertThat(filesIn(table)).isEqualTo(FILES);
        assertThat(repeatedRows(table)).isZero();
        Figures.say("%d files, cut off after %d and resumed: each has its rows once", FILES, cutOffAt);
    }

    private void link(Path films) throws IOException {
        var front = Files.write(folder.resolve("front.dcm"), PhantomStudy.dicom(PhantomKind.NORMAL, 1));
        var sideView = PhantomStudy.dicom(PhantomKind.LATERAL, 2);
        var side = folder.resolve("side.dcm");
        for (var i = 0; i < FILES; i++) {
            if (i % MOST_LINKS == 0) {
                side = Files.write(folder.resolve("side-" + i + ".dcm"), sideView);
            }
            Files.createLink(films.resolve("film-%06d.dcm".formatted(i)), i % FRONT_VIEW_EVERY == 0 ? front : side);
        }
    }

    private static Program screen(Path films, Path table, String... more) {
        return Program.asLaunched(
                "cxr-box",
                BoxMain.class,
                Arguments.of(
                        String.join(" ", "screen --provider cpu", String.join(" ", more))
                                .strip(),
                        "--model",
                        ShippedModel.PACKAGE.toString(),
                        "--trust",
                        ShippedModel.KEYS.toString(),
                        "--csv",
                        table.toString(),
                        films.toString()));
    }

    /** Until so many files are in the table. */
    private static void watch(Program program, Path table, int until) throws IOException {
        var told = 0;
        while (program.isRunning() && told < until) {
            LockSupport.parkNanos(2_000_000_000);
            var done = Files.exists(table) ? filesIn(table) : 0;
            if (done >= until || done - told >= FILES / 5) {
                told = done;
                if (program.isRunning()) {
                    Figures.say("after %d files: %s", done, Figures.residentMemory(program.pid()));
                }
            }
        }
    }

    private static int filesIn(Path table) throws IOException {
        try (var lines = Files.lines(table)) {
            return lines.skip(1)
                    .map(line -> line.substring(0, Math.max(0, line.indexOf(','))))
                    .filter(name -> name.endsWith(".dcm"))
                    .collect(Collectors.toCollection(HashSet::new))
                    .size();
        }
    }

    private static long repeatedRows(Path table) throws IOException {
        var seen = new HashSet<String>();
        try (var lines = Files.lines(table)) {
            return lines.skip(1).filter(line -> !seen.add(line)).count();
        }
    }
}
