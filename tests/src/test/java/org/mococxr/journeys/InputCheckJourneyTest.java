package org.mococxr.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.appliance.BoxMain;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.workbench.Arguments;
import org.mococxr.workbench.Program;
import org.mococxr.workbench.TrainedModel;

/**
 * Pictures that no header gives away. Requirements covered:
 *
 * <ul>
 *   <li>The lab fits an input check in one step and the exported package carries it.
 *   <li>A side view, a CT slice, an inverted film and turned films that come as PNG get a refusal with its code and no score, also under
 *       the research rules, which lift other refusals; frontal films are scored.
 *   <li>{@code inspect} and {@code doctor} say what is refused and how often.
 * </ul>
 */
@Timeout(300)
class InputCheckJourneyTest {
    private static final int SIDE = 320;

    @TempDir
    static Path folder;

    private static TrainedModel model;
    private static List<CSVRecord> rows;

    @BeforeAll
    @Timeout(600)
    static void screen() throws IOException {
        model = TrainedModel.shared();
        var films = Files.createDirectory(folder.resolve("films"));
        Files.write(films.resolve("frontal.png"), PhantomFilm.png(PhantomKind.NORMAL, 301, SIDE));
        Files.write(films.resolve("effusion.png"), PhantomFilm.png(PhantomKind.EFFUSION, 302, SIDE));
        Files.write(films.resolve("side-view.png"), PhantomFilm.png(PhantomKind.LATERAL, 303, SIDE));
        Files.write(films.resolve("slice.png"), PhantomFilm.png16(PhantomKind.CT_SLICE, 304, SIDE));
        var film = ImageIO.read(new ByteArrayInputStream(PhantomFilm.png(PhantomKind.NORMAL, 305, SIDE)));
        write(films.resolve("inverted.png"), inverted(film));
        write(films.resolve("quarter-turn.png"), turned(film));
        write(films.resolve("upside-down.png"), turned(turned(film)));
        write(films.resolve("stripes.png"), stripes());
        var csv = folder.resolve("results.csv");

        Program.ours(
                        BoxMain.class,
                        Arguments.of(
                                "screen --research --provider cpu --model",
                                model.modelPackage().toString(),
                                "--trust",
                                model.trustedKey().toString(),
                                "--csv",
                                csv.toString(),
                                films.toString()))
                .end()
                .expectSuccess();
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var parsed = format.parse(Files.newBufferedReader(csv, StandardCharsets.UTF_8))) {
            rows = parsed.getRecords();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "side-view.png, LATERAL_VIEW",
        "slice.png, NOT_CHEST",
        "inverted.png, INVERTED",
        "quarter-turn.png, ROTATED",
        "upside-down.png, ROTATED"
    })
    void whatIsNoUprightFrontalFilmIsRefusedWithoutAScore(String file, String code) {
        assertThat(rowsOf(file)).hasSize(2).allSatisfy(row -> {
            assertThat(row.get("decision")).isEqualTo("not_assessed");
            assertThat(row.get("reason")).isEqualTo(code);
            assertThat(row.get("score")).isEmpty();
        });
    }

    /** What a picture is like that is like nothing the check knows does not matter. */
    @Test
    void anyOtherPictureIsRefusedToo() {
        assertThat(rowsOf("stripes.png")).hasSize(2).allSatisfy(row -> {
            assertThat(row.get("decision")).isEqualTo("not_assessed");
            assertThat(row.get("score")).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"frontal.png", "effusion.png"})
    void frontalFilmsAreScored(String file) {
        assertThat(rowsOf(file)).hasSize(2).allSatisfy(row -> {
            assertThat(row.get("reason")).isEmpty();
            assertThat(Double.parseDouble(row.get("score"))).isBetween(0.0, 1.0);
        });
    }

    @Test
    void theLabAndTheBoxSayWhatIsRefused() {
        var doctor = Program.ours(
                        BoxMain.class,
                        Arguments.of(
                                "doctor --provider cpu --model",
                                model.modelPackage().toString(),
                                "--trust",
                                model.trustedKey().toString()))
                .end()
                .expectSuccess()
                .said();

        assertThat(doctor)
                .contains("Input check: side views, other pictures, inverted, turned and unusual films are refused");
        assertThat(model.exportSaid())
                .contains("input check:  refused are films less than")
                .containsPattern("frontal +phantom-north +source left out +refused \\d+ of \\d+ \\(")
                .containsPattern("other +drawn side views +validation +refused 100 of 100 \\(100.0 %");
    }

    private static List<CSVRecord> rowsOf(String file) {
        return rows.stream().filter(row -> row.get("file").endsWith(file)).toList();
    }

    private static void write(Path file, BufferedImage picture) throws IOException {
        ImageIO.write(picture, "png", file.toFile());
    }

    private static BufferedImage inverted(BufferedImage film) {
        var out = new BufferedImage(film.getWidth(), film.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (var y = 0; y < film.getHeight(); y++) {
            for (var x = 0; x < film.getWidth(); x++) {
                out.getRaster().setSample(x, y, 0, 255 - film.getRaster().getSample(x, y, 0));
            }
        }
        return out;
    }

    /** A quarter, clockwise. */
    private static BufferedImage turned(BufferedImage film) {
        var out = new BufferedImage(film.getHeight(), film.getWidth(), BufferedImage.TYPE_BYTE_GRAY);
        for (var y = 0; y < film.getHeight(); y++) {
            for (var x = 0; x < film.getWidth(); x++) {
                out.getRaster()
                        .setSample(
                                film.getHeight() - 1 - y, x, 0, film.getRaster().getSample(x, y, 0));
            }
        }
        return out;
    }

    private static BufferedImage stripes() {
        var out = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (var y = 0; y < SIDE; y++) {
            for (var x = 0; x < SIDE; x++) {
                out.getRaster().setSample(x, y, 0, y / 20 % 2 == 0 ? 200 : 30 + x / 4);
            }
        }
        return out;
    }
}
