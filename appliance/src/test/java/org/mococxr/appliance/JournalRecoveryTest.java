package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.appliance.journal.JournalException;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** Whatever the disk did to the journal, there is a way back to a box that has every film. */
final class JournalRecoveryTest {
    private static final int PAGE_BYTES = 4096;
    private static final int FILMS = 4;

    @TempDir
    private Path folder;

    private Path journal() {
        return folder.resolve("box/journal.db");
    }

    private void aBoxWithFilms() throws Exception {
        try (var box = RunningBox.start(folder.resolve("box"))) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            for (var seed = 2; seed <= FILMS; seed++) {
                box.store(PhantomStudy.dicom(PhantomKind.LATERAL, seed));
            }
            box.filmsAtRest(FILMS);
        }
    }

    private String command(String act) {
        return RunningBox.command(folder.resolve("box"), "journal", act);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void pagesOverwrittenInTheMiddleLoseNoFilm(long seed) throws Exception {
        aBoxWithFilms();
        var random = new Random(seed);
        var bytes = Files.readAllBytes(journal());
        for (var i = 0; i < 3; i++) {
            var page = new byte[PAGE_BYTES];
            if (seed % 2 == 0) {
                random.nextBytes(page);
            }
            var pages = bytes.length / PAGE_BYTES;
            System.arraycopy(page, 0, bytes, (1 + random.nextInt(pages - 1)) * PAGE_BYTES, PAGE_BYTES);
        }
        Files.write(journal(), bytes);

        assertThat(command("recover")).contains("rows were read", "is kept as");

        assertThat(command("check")).contains("sound");
        try (var box = RunningBox.start(folder.resolve("box"))) {
            for (var film : box.filmsAtRest(FILMS)) {
                assertThat(film.path("state").asText()).isIn("scored", "refused");
                assertThat(box.get("/films/" + film.path("ref").asText()).statusCode())
                        .isEqualTo(200);
            }
        }
        assertThat(kept()).isEqualTo(bytes);
    }

    @Test
    void aFileThatIsNoDatabaseAnyMoreIsRefusedWithTheWayOutAndRecovered() throws Exception {
        aBoxWithFilms();
        Files.write(journal(), new byte[8 * PAGE_BYTES]);
        Files.writeString(journal(), "no database at all".repeat(100));

        assertThatThrownBy(() -> RunningBox.start(folder.resolve("box")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("cxr-box journal check --data")
                .hasMessageContaining("cxr-box journal recover --data");
        assertThat(command("check")).contains("DAMAGED", "journal recover --data");
        assertThat(command("recover")).contains("0 films");

        try (var box = RunningBox.start(folder.resolve("box"))) {
            assertThat(box.filmsAtRest(FILMS)).hasSize(FILMS);
        }
    }

    @Test
    void aSoundJournalKeepsEveryRowAndTheNewestBackupIsNamed() throws Exception {
        aBoxWithFilms();
        assertThat(RunningBox.command(
                        folder.resolve("box"), "backup", folder.resolve("copy").toString()))
                .contains("copied");

        assertThat(command("recover"))
                .contains("4 films, 4 results", "0 ranges of rows could not be read, 0 rows did not fit")
                .contains("The newest backup known: " + folder.resolve("copy"));

        try (var box = RunningBox.start(folder.resolve("box"))) {
            assertThat(box.filmsAtRest(FILMS)).hasSize(FILMS);
            assertThat(command("recover")).as("a running box is left alone").contains("another box already works");
        }
    }

    private byte[] kept() throws IOException {
        try (var files = Files.list(folder.resolve("box"))) {
            var damaged = files.filter(file -> file.getFileName().toString().matches("journal-damaged-.*\\.db"))
                    .toList();
            assertThat(damaged).hasSize(1);
            return Files.readAllBytes(damaged.get(0));
        }
    }
}
