package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/**
 * A box whose only model the disk damaged starts all the same, takes films, says which file it is, and goes on when a good package
 * comes, whichever way it comes.
 */
final class DamagedModelTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path file;

    @BeforeEach
    void aBoxWhoseOnlyPackageIsDamaged() throws IOException {
        data = folder.resolve("box");
        String digest;
        try (var box = RunningBox.start(data)) {
            digest = box.box().model().orElseThrow().name().digest();
        }
        file = data.resolve("models/packages/" + digest + ModelPackage.ENDING);
        Files.writeString(file, "damaged");
    }

    @Test
    void takesFilmsAndSaysWhichFileAndAnInstallationHeals() throws Exception {
        try (var box = RunningBox.startWithoutNamedModel(data)) {
            assertThat(box.box().model()).isEmpty();
            assertThat(box.upload(PhantomStudy.dicom(PhantomKind.NORMAL, 1)).statusCode())
                    .isEqualTo(201);
            assertThat(box.json("/api/v1/health").path("state").asText()).isEqualTo("stopped");
            assertThat(box.json("/api/v1/health").path("concerns").toString()).contains(file.toString());
            for (var page : new String[] {"/", "/models", "/system", "/settings", "/metrics", "/dashboard"}) {
                assertThat(box.get(page).statusCode()).as(page).isEqualTo(200);
            }
            assertThat(box.text("/models")).contains(file.toString(), "Install it again");
            assertThat(box.json("/api/v1/models").path("damaged").size()).isEqualTo(1);
            assertThat(box.get("/api/v1/model").statusCode()).isEqualTo(503);
            assertThat(box.get("/v2/models/cxr-tiny").statusCode()).isEqualTo(503);
            assertThat(box.json("/api/v1/films")
                            .path("films")
                            .get(0)
                            .path("state")
                            .asText())
                    .isEqualTo("waiting");

            var installed = box.ask(
                    "POST", "/api/v1/models", Files.readAllBytes(TinyModel.get().modelPackage()));

            assertThat(installed.statusCode()).isEqualTo(201);
            assertThat(box.filmsAtRest(1).get(0).path("state").asText()).isNotEqualTo("waiting");
            assertThat(box.json("/api/v1/health").path("state").asText()).isEqualTo("ready");
        }
    }

    @Test
    void startingWithTheGoodPackageHeals() throws IOException {
        RunningBox.start(data).close();

        try (var box = RunningBox.startWithoutNamedModel(data)) {
            assertThat(box.box().model()).isPresent();
        }
        assertThat(Files.mismatch(file, TinyModel.get().modelPackage())).isEqualTo(-1);
    }

    @Test
    void commandsSayTheFileAndInstallPutsAnotherInItsPlace() {
        var trust = "--trust=" + TinyModel.get().trusted();

        assertThat(RunningBox.command(data, "model", "list", trust)).contains(file.toString(), "Install it again");
        assertThat(RunningBox.command(data, "model", "activate", trust, "cxr-tiny"))
                .contains("No installed model");
        assertThat(RunningBox.command(data, "model", "rollback", trust)).contains("no earlier model");
        assertThat(RunningBox.command(data, "doctor", trust))
                .contains("Model:       WRONG", "Installed:   WRONG", file.toString(), "Journal:     sound");
        assertThat(RunningBox.command(
                        data,
                        "model",
                        "install",
                        trust,
                        TinyModel.other().modelPackage().toString()))
                .contains("(active)");

        try (var box = Appliance.start(RunningBox.settingsWithoutNamedModel(data), Clock.systemUTC())) {
            assertThat(box.model().orElseThrow().name().name()).isEqualTo("cxr-other");
        }
    }

    @Test
    void aDamagedChoiceDoesNotLetTheBoxTakeWhatCameWithIt() throws Exception {
        Files.write(file, Files.readAllBytes(TinyModel.get().modelPackage()));
        Files.writeString(data.resolve("models/choice.json"), "");

        try (var box = RunningBox.startWithoutNamedModel(data)) {
            assertThat(box.box().model()).isEmpty();
            assertThat(box.text("/models")).contains("choice.json", "cxr-tiny");
            assertThat(RunningBox.command(
                            data, "doctor", "--trust=" + TinyModel.get().trusted()))
                    .contains("choice.json");

            assertThat(box.ask("POST", "/api/v1/models/cxr-tiny/activate", new byte[0])
                            .statusCode())
                    .isEqualTo(404);
            var id = box.json("/api/v1/models").path("models").get(0).path("id").asText();
            assertThat(box.ask("POST", "/api/v1/models/" + id + "/activate", new byte[0])
                            .statusCode())
                    .isEqualTo(200);
            assertThat(box.box().model()).isPresent();
        }
    }
}
