package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.appliance.intake.Zips;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** {@code cxr-box screen}: a row per film and finding, whatever the films are. */
final class ScreenCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void writesARowPerFilmAndFindingWithScoreDecisionModelAndTime() throws IOException {
        var film = Files.write(folder.resolve("film.dcm"), PhantomStudy.dicom(PhantomKind.EFFUSION, 1));

        var exit = screen(film.toString());

        assertThat(exit).isZero();
        var rows = rows();
        assertThat(rows).extracting(row -> row.get("finding")).containsExactlyElementsOf(TinyModel.FINDINGS);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("file")).isEqualTo(film.toString());
            assertThat(row.get("score")).matches("[01]\\.\\d{4,}");
            assertThat(Double.parseDouble(row.get("score"))).isBetween(0.0, 1.0);
            assertThat(row.get("decision")).isIn("suggestive", "not_suggestive", "near_cut_off");
            assertThat(row.get("reason")).isEmpty();
            assertThat(row.get("model")).matches("cxr-tiny@[0-9a-f]{12}");
            assertThat(Long.parseLong(row.get("millis"))).isPositive();
        });
        assertThat(out.toString()).contains("1 scored");
    }

    @Test
    void refusedFilmsHaveAReasonAndNoScoreForEveryFinding() throws IOException {
        Files.write(folder.resolve("lateral.dcm"), PhantomStudy.dicom(PhantomKind.LATERAL, 2));
        Files.write(folder.resolve("slice.dcm"), PhantomStudy.dicom(PhantomKind.CT_SLICE, 3));
        Files.writeString(folder.resolve("DICOMDIR"), "no film");
        Files.writeString(folder.resolve(".hidden"), "");
        var whole = PhantomStudy.dicom(PhantomKind.NORMAL, 4);
        Files.write(folder.resolve("truncated.dcm"), Arrays.copyOf(whole, whole.length / 2));

        var exit = screen(folder.toString());

        assertThat(exit).isZero();
        assertThat(rows()).hasSize(10).allSatisfy(row -> {
            assertThat(row.get("score")).isEmpty();
            assertThat(row.get("decision")).isEqualTo("not_assessed");
        });
        assertThat(reasonOf("lateral.dcm")).isEqualTo("LATERAL_VIEW");
        assertThat(reasonOf("slice.dcm")).isIn("UNSUPPORTED_SOP_CLASS", "NOT_CHEST");
        assertThat(reasonOf("DICOMDIR")).isEqualTo("NOT_DICOM_OR_IMAGE");
        assertThat(reasonOf(".hidden")).isEqualTo("NOT_DICOM_OR_IMAGE");
        assertThat(reasonOf("truncated.dcm")).isEqualTo("MALFORMED");
    }

    /** Cut after the header, within a row, between the two rows of a film, after a whole film, within quotation marks. */
    @ParameterizedTest
    @ValueSource(ints = {48, 60, 150, 200, 260, 330, 420, Integer.MAX_VALUE})
    void anInterruptedRunGoesOnAndGivesTheSameTable(int bytes) throws IOException {
        for (var seed = 1; seed <= 3; seed++) {
            Files.write(
                    folder.resolve("f,%d \"x\".dcm".formatted(seed)), PhantomStudy.dicom(PhantomKind.CT_SLICE, seed));
        }
        screen(folder.toString());
        var whole = withoutTimes();
        var table = Files.readAllBytes(csv());
        Files.write(csv(), Arrays.copyOf(table, Math.min(bytes, table.length)));

        var exit = screen("--resume", folder.toString());

        assertThat(exit).isZero();
        assertThat(withoutTimes()).isEqualTo(whole);
        assertThat(csv().resolveSibling(csv().getFileName() + ".resumed")).doesNotExist();
    }

    @Test
    @Timeout(120)
    void aPipeHasItsRowAndTheRunGoesOn() throws IOException, InterruptedException {
        var pipe = folder.resolve("a-pipe.dcm");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.write(folder.resolve("b.dcm"), PhantomStudy.dicom(PhantomKind.CT_SLICE, 1));

        var exit = screen(folder.toString());

        assertThat(exit).isZero();
        assertThat(reasonOf("a-pipe.dcm")).isEqualTo("NOT_DICOM_OR_IMAGE");
        assertThat(rows()).hasSize(2 * TinyModel.FINDINGS.size());
    }

    /** Whoever copies files to this machine chooses their names. */
    @Test
    void whatIsNotSeenInANameIsShownInTheTableAndTheRunGoesOnAllTheSame() throws IOException {
        Files.write(folder.resolve("a\rb\n=c.dcm"), PhantomStudy.dicom(PhantomKind.CT_SLICE, 1));
        screen(folder.toString());
        var whole = withoutTimes();

        var exit = screen("--resume", folder.toString());

        assertThat(exit).isZero();
        assertThat(rows()).allSatisfy(row -> assertThat(row.get("file")).isEqualTo(folder + "/a\\u000Db\\u000A=c.dcm"));
        assertThat(withoutTimes()).isEqualTo(whole);
    }

    @Test
    void aTableOfOtherFilmsOrNoTableIsNotGoneOnWithAndStays() throws IOException {
        Files.write(folder.resolve("b.dcm"), PhantomStudy.dicom(PhantomKind.CT_SLICE, 1));
        screen(folder.toString());
        var before = Files.readString(csv());
        Files.write(folder.resolve("a.dcm"), PhantomStudy.dicom(PhantomKind.CT_SLICE, 2));

        assertThat(screen("--resume", folder.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("film 1 of", "a.dcm there");
        assertThat(Files.readString(csv())).isEqualTo(before);
        Files.writeString(csv(), "something else\n");
        assertThat(screen("--resume", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("does not begin with the columns");
    }

    private List<List<String>> withoutTimes() throws IOException {
        return rows().stream()
                .map(row -> Arrays.asList(row.values()).subList(0, 6))
                .toList();
    }

    @Test
    void researchAlsoScoresSmallPicturesOfUnknownViewAndAge() throws IOException {
        var small = PhantomFilm.png16(PhantomKind.NORMAL, 5, 256);
        Files.write(folder.resolve("small.png"), small);
        Files.write(folder.resolve("lateral.dcm"), PhantomStudy.dicom(PhantomKind.LATERAL, 2));

        screen(folder.toString());
        assertThat(reasonOf("small.png")).isNotEmpty();

        screen("--research", folder.toString());
        assertThat(reasonOf("small.png")).isEmpty();
        assertThat(reasonOf("lateral.dcm")).isEqualTo("LATERAL_VIEW");
    }

    @Test
    void filesComeInTheOrderOfTheirNamesAtAnyDepthAndTheTableIsNotAmongThem() throws IOException {
        Files.createDirectories(folder.resolve("b/deep"));
        for (var name : List.of("c.txt", "b/deep/z.txt", "b/a.txt", "a.txt")) {
            Files.writeString(folder.resolve(name), "no film");
        }
        var csv = folder.resolve("a-table.csv");

        screen(csv, folder.toString());

        assertThat(rows(csv).stream()
                        .map(row -> folder.relativize(Path.of(row.get("file"))).toString())
                        .distinct())
                .containsExactly("a.txt", "b/a.txt", "b/deep/z.txt", "c.txt");
    }

    @Test
    void filmsInAZipHaveTheirRowsAndABadZipIsTold() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("day 1/film.dcm", PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
        files.put("day 1/lateral.dcm", PhantomStudy.dicom(PhantomKind.LATERAL, 2));
        var zip = Zips.of(files);
        var whole = Files.write(folder.resolve("all.zip"), zip);
        Files.write(folder.resolve("cut.zip"), Arrays.copyOf(zip, zip.length / 3));

        var exit = screen(folder.toString());

        assertThat(exit).isZero();
        assertThat(rows().stream().map(row -> row.get("file")).distinct())
                .containsExactly(whole + "/day 1/film.dcm", whole + "/day 1/lateral.dcm");
        assertThat(reasonOf("film.dcm")).isEmpty();
        assertThat(reasonOf("lateral.dcm")).isEqualTo("LATERAL_VIEW");
        assertThat(out.toString()).contains("cut.zip was not read on: it is damaged");
    }

    @Test
    void aTamperedPackageIsOneClearMessageAndNoTable() throws IOException {
        var bytes = Files.readAllBytes(TinyModel.get().modelPackage());
        bytes[bytes.length / 2] ^= 1;
        var tampered = Files.write(folder.resolve("tampered.cxrmodel"), bytes);
        var csv = csv();

        var exit = run(
                "screen",
                "--model",
                tampered.toString(),
                "--trust",
                trusted(),
                "--csv",
                csv.toString(),
                folder.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .contains("tampered.cxrmodel", "was not loaded")
                .doesNotContain("\tat ");
        assertThat(csv).doesNotExist();
    }

    @Test
    void nothingReadableAtAllIsAFailure() throws IOException {
        var exit = screen(folder.resolve("missing.dcm").toString());

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("none of the files could be read");
        assertThat(out.toString()).contains("missing.dcm: the film could not be read from disk: there is no such file");
    }

    @Test
    void anEmptyFolderIsAFailureOfItsOwn() throws IOException {
        var exit = screen(Files.createDirectory(folder.resolve("empty")).toString());

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("there is no file in what was named");
    }

    @Test
    void aMissingPackageIsSaidToBeMissing() throws IOException {
        var exit = run(
                "screen",
                "--model",
                "none.cxrmodel",
                "--trust",
                trusted(),
                "--csv",
                csv().toString(),
                folder.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .contains("cannot use the model package none.cxrmodel", "there is no such file")
                .doesNotContain("Exception");
    }

    private int screen(String... films) {
        return screen(csv(), films);
    }

    private int screen(Path csv, String... films) {
        var arguments = new ArrayList<>(List.of(
                "screen",
                "--csv",
                csv.toString(),
                "--model",
                TinyModel.get().modelPackage().toString(),
                "--trust",
                trusted())); // last, so that it is seen not to take the films for keys
        arguments.addAll(List.of(films));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return BoxMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static String trusted() {
        return TinyModel.get().trusted().toString();
    }

    private Path csv() {
        return folder.resolveSibling(folder.getFileName() + "-table.csv");
    }

    private List<CSVRecord> rows() throws IOException {
        return rows(csv());
    }

    private static List<CSVRecord> rows(Path csv) throws IOException {
        try (var parser = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(Files.newBufferedReader(csv, StandardCharsets.UTF_8))) {
            return parser.getRecords();
        }
    }

    private String reasonOf(String name) throws IOException {
        var reasons = rows().stream()
                .filter(row -> row.get("file").endsWith(name))
                .map(row -> row.get("reason"))
                .distinct()
                .toList();
        assertThat(reasons).hasSize(1);
        return reasons.get(0);
    }
}
