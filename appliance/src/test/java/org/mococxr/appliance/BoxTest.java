package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.intake.Zips;
import org.mococxr.appliance.web.ports.WebPortUnavailableException;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.dicom.net.Peer;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/**
 * A whole box over real DICOM and HTTP. Covers: one terminal state per film that a person can see; reports for scored DICOM
 * films only; duplicates make no second job; hostile header text is escaped; nothing starts half.
 */
final class BoxTest {
    @TempDir
    private Path folder;

    @Test
    void aFilmSentByAModalityIsScoredShownAndReported() throws Exception {
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
                var box = RunningBox.start(folder.resolve("data"), pacs.peer())) {
            var sent = PhantomStudy.dicom(PhantomKind.EFFUSION, 1);
            var patientId = DicomReader.readHeader(sent)
                    .dataset()
                    .getString(Tag.PatientID)
                    .orElseThrow();

            var outcome = box.store(sent);
            var film = box.filmsAtRest(1).get(0);

            assertThat(outcome.isDelivered()).isTrue();
            assertThat(film.path("state").asText()).isEqualTo("scored");
            assertThat(film.path("model").asText()).matches("cxr-tiny@[0-9a-f]{12}");
            assertThat(film.path("provider").asText()).isEqualTo("CPU");
            assertThat(texts(film.path("findings"), "finding")).containsExactlyElementsOf(TinyModel.FINDINGS);
            assertThat(film.path("findings").get(0).path("score").asDouble()).isBetween(0.0, 1.0);
            assertThat(texts(film.path("deliveries"), "state")).containsExactly("delivered", "delivered");
            assertThat(sopClasses(pacs.files()))
                    .containsExactlyInAnyOrder(UID.Comprehensive3DSRStorage, UID.SecondaryCaptureImageStorage);
            assertThat(box.text("/")).contains(patientId, film.path("ref").asText(), "Research use only");
        }
    }

    @Test
    void reportsBelongToTheFilmsStudyAndComeOnceHoweverOftenTheFilmIsSent() throws Exception {
        var sent = PhantomStudy.dicom(PhantomKind.NORMAL, 1);
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
                var box = RunningBox.start(folder.resolve("data"), pacs.peer())) {
            box.store(sent);
            box.store(sent);

            box.filmsAtRest(1);

            var study = DicomReader.readHeader(sent).dataset().getString(Tag.StudyInstanceUID);
            assertThat(pacs.files())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(
                                    DicomReader.readHeader(file).dataset().getString(Tag.StudyInstanceUID))
                            .isEqualTo(study));
        }
    }

    @Test
    void refusedFilmsAreShownWithReasonAndNextStepAndMakeNoReports() throws Exception {
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
                var box = RunningBox.start(folder.resolve("data"), pacs.peer())) {
            box.store(PhantomStudy.dicom(PhantomKind.LATERAL, 1));
            box.store(PhantomStudy.dicom(PhantomKind.CT_SLICE, 2));

            var films = box.filmsAtRest(2);

            assertThat(texts(films, "state")).containsOnly("refused");
            assertThat(films.get(1).path("refusal").path("code").asText()).isEqualTo("LATERAL_VIEW");
            assertThat(films.get(1).path("findings").isMissingNode()).isTrue();
            assertThat(pacs.files()).isEmpty();
            assertThat(box.text("/?show=refused"))
                    .contains("This looks like a side view.", "Send the front view (PA or AP).");
        }
    }

    @Test
    void aZipIsUploadedFilmByFilm() throws Exception {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("film.dcm", PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
        files.put("lateral.dcm", PhantomStudy.dicom(PhantomKind.LATERAL, 2));
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var all = box.upload(Zips.of(files));
            files.put("notes.txt", "hello".getBytes(StandardCharsets.UTF_8));
            var some = box.upload(Zips.of(files));

            assertThat(all.statusCode()).isEqualTo(201);
            assertThat(all.body()).contains("2 films received", "\"file\":\"lateral.dcm\"");
            assertThat(some.statusCode()).isEqualTo(207);
            assertThat(some.body()).contains("2 of 3 files received", "notes.txt: This file was not taken");
            assertThat(texts(box.filmsAtRest(2), "state")).containsOnly("scored", "refused");
        }
    }

    @Test
    void filmsPutIntoTheWatchedFolderAreScored() throws Exception {
        var watched = Files.createDirectory(folder.resolve("watched"));
        Files.write(watched.resolve("film.dcm"), PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
        try (var box = RunningBox.watching(folder.resolve("data"), watched)) {
            var film = box.filmsAtRest(1).get(0);

            assertThat(film.path("state").asText()).isEqualTo("scored");
        }
        assertThat(watched.resolve("done/film.dcm")).exists();
    }

    @Test
    void aWatchedFolderInsideTheDataFolderIsRefused() {
        var data = folder.resolve("data");

        assertThatThrownBy(() -> RunningBox.watching(data, data.resolve("inbox")))
                .isInstanceOf(BoxNotStartedException.class)
                .hasMessageContaining("need two folders");
    }

    @Test
    void anUploadedPictureIsScoredAndMakesNoReport() throws Exception {
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
                var box = RunningBox.start(folder.resolve("data"), pacs.peer())) {
            var answer = box.upload(PhantomFilm.png16(PhantomKind.NORMAL, 3, 1200));

            var film = box.filmsAtRest(1).get(0);

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("Location"))
                    .contains("/api/v1/films/" + film.path("ref").asText());
            assertThat(film.path("source").asText()).isEqualTo("web");
            assertThat(film.path("state").asText()).isIn("scored", "refused");
            assertThat(film.path("deliveries")).isEmpty();
        }
    }

    @Test
    void filmAndHeatMapAreServedAsPicturesOfTheSameShape() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            var ref = box.filmsAtRest(1).get(0).path("ref").asText();

            var film = box.get("/api/v1/films/" + ref + "/image.png?max=400");
            var heat = box.get("/api/v1/films/" + ref + "/heatmap/pleural_effusion.png");

            var filmImage = ImageIO.read(new ByteArrayInputStream(film.body()));
            var heatImage = ImageIO.read(new ByteArrayInputStream(heat.body()));
            assertThat(Math.max(filmImage.getWidth(), filmImage.getHeight())).isEqualTo(400);
            assertThat(heatImage.getColorModel().hasAlpha()).isTrue();
            assertThat((double) heatImage.getWidth() / heatImage.getHeight())
                    .isCloseTo((double) filmImage.getWidth() / filmImage.getHeight(), within(0.01));
            assertThat(heat.headers().firstValue("X-Heat-Map-Cells")).contains("2x2");
            assertThat(box.get("/api/v1/films/" + ref + "/heatmap/nothing.png").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void hostileTextInAHeaderIsShownAsText() throws Exception {
        var object = DicomReader.read(PhantomStudy.dicom(PhantomKind.LATERAL, 1));
        object.dataset().setString(Tag.PatientID, VR.LO, "<script>alert(1)</script>\"'");
        object.dataset().setString(Tag.PatientName, VR.PN, "<img src=x onerror=alert(1)>^<b>");
        object.dataset().setString(Tag.StationName, VR.SH, "'><svg/onload=1>");
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(DicomWriter.toBytes(DicomObject.of(object.dataset(), object.transferSyntax())));
            var ref = box.filmsAtRest(1).get(0).path("ref").asText();

            for (var page : List.of("/", "/films/" + ref, "/films/" + ref + "/row", "/films/" + ref + "/panel")) {
                assertThat(box.text(page))
                        .as(page)
                        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;")
                        .doesNotContain("<script>alert", "<img src=x", "<svg/onload");
            }
        }
    }

    @Test
    void pagesForbidScriptsAndRequestsFromElsewhereAndHaveNoInlineCode() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var page = box.get("/");

            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(new String(page.body(), StandardCharsets.UTF_8))
                    .doesNotContain("style=", "onclick=", "<style", "http://", "https://")
                    .contains("No film yet", "CXRBOX", String.valueOf(box.dicomPort()));
            for (var asset : List.of("box.css", "box.js", "viewer.js", "icon.svg")) {
                assertThat(box.get("/assets/" + asset).statusCode()).as(asset).isEqualTo(200);
            }
            assertThat(box.get("/assets/..%2fversion.properties").statusCode()).isIn(400, 404);
        }
    }

    @Test
    void uploadsFromOtherSitesTooLargeOrNoFilmAreTurnedAwayWithAReason() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var png = PhantomFilm.png16(PhantomKind.NORMAL, 3, 300);

            assertThat(box.upload(png, "Origin", "http://evil.example").statusCode())
                    .isEqualTo(403);
            assertThat(box.upload(png, "Sec-Fetch-Site", "cross-site").statusCode())
                    .isEqualTo(403);
            assertThat(box.upload(png, "Origin", "http://127.0.0.1:" + box.httpPort())
                            .statusCode())
                    .isEqualTo(201);
            var noise = box.upload("hello".getBytes(StandardCharsets.UTF_8));
            assertThat(noise.statusCode()).isEqualTo(422);
            assertThat(noise.body()).contains("not taken");
            var tooLarge = box.upload(new byte[(8 << 20) + (2 << 20)]);
            assertThat(tooLarge.statusCode()).isEqualTo(413);
            assertThat(tooLarge.body()).contains("8 MiB");
            var endless = HttpRequest.newBuilder(box.uri("/api/v1/films"))
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9 << 20])))
                    .build();
            assertThat(box.http().send(endless, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(413);
            assertThat(box.filmsAtRest(1)).hasSize(1);
        }
    }

    @Test
    void aFormMayCarrySeveralFilms() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var body = new ByteArrayOutputStream();
            for (var seed = 1; seed <= 2; seed++) {
                body.writeBytes(("--frontier\r\nContent-Disposition: form-data; name=\"film\"; filename=\"f%d.dcm\"\r\n"
                                + "Content-Type: application/octet-stream\r\n\r\n")
                        .formatted(seed)
                        .getBytes(StandardCharsets.UTF_8));
                body.writeBytes(PhantomStudy.dicom(PhantomKind.CT_SLICE, seed));
                body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            body.writeBytes("--frontier--\r\n".getBytes(StandardCharsets.UTF_8));

            var answer = box.upload(body.toByteArray(), "Content-Type", "multipart/form-data; boundary=frontier");

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(box.filmsAtRest(2)).hasSize(2);
        }
    }

    @Test
    void openPagesHearOfAFilm() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var events = box.http()
                    .send(
                            HttpRequest.newBuilder(box.uri("/api/v1/events"))
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            BodyHandlers.ofLines());
            try (var lines = events.body()) {
                var heard = lines.iterator();
                assertThat(heard.next()).isEqualTo("event: hello");

                box.store(PhantomStudy.dicom(PhantomKind.CT_SLICE, 1));

                var ref = box.filmsAtRest(1).get(0).path("ref").asText();
                var line = heard.next();
                while (!line.equals("event: film")) {
                    line = heard.next();
                }
                assertThat(heard.next()).isEqualTo("data: " + ref);
            }
        }
    }

    @Test
    void healthTellsTheTruthAboutModelProviderAndQueue() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            var health = box.json("/api/v1/health");

            assertThat(health.path("state").asText()).isEqualTo("ready");
            assertThat(health.path("provider").asText()).startsWith("CPU (ONNX Runtime");
            assertThat(health.path("goldenTest").asText()).contains("golden test passed on CPU");
            assertThat(health.path("modelDigest").asText()).matches("[0-9a-f]{64}");
            assertThat(health.path("waiting").asInt()).isZero();
            assertThat(health.path("diskFreeBytes").asLong()).isPositive();
            assertThat(box.json("/api/v1/model").path("researchUseOnly").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void whatWasReceivedIsStillThereAfterARestartAndIsNotScoredAgain() throws Exception {
        String ref;
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(PhantomStudy.dicom(PhantomKind.NORMAL, 1));
            ref = box.filmsAtRest(1).get(0).path("ref").asText();
        }

        try (var box = RunningBox.start(folder.resolve("data"))) {
            var film = box.filmsAtRest(1).get(0);

            assertThat(film.path("ref").asText()).isEqualTo(ref);
            assertThat(film.path("attempts").asInt()).isEqualTo(1);
        }
    }

    @Test
    void anInboxObjectTheJournalDoesNotKnowIsRecordedAndScoredAtTheNextStart() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(PhantomStudy.dicom(PhantomKind.NORMAL, 1));
            box.filmsAtRest(1);
        }
        for (var file : List.of("journal.db", "journal.db-wal", "journal.db-shm")) {
            Files.deleteIfExists(folder.resolve("data").resolve(file)); // as if the crash had come before the commit
        }

        try (var box = RunningBox.start(folder.resolve("data"))) {
            assertThat(texts(box.filmsAtRest(1), "state")).containsExactly("scored");
        }
    }

    @Test
    void aSecondBoxOnTheSameDataIsRefused() throws Exception {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            assertThatThrownBy(() -> RunningBox.start(folder.resolve("data")))
                    .isInstanceOf(BoxNotStartedException.class)
                    .hasMessageContaining("another box already works in");
            assertThat(box.get("/api/v1/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortInUseIsNamedAndNothingStaysOpen() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var port = taken.getLocalPort();

            assertThatThrownBy(() ->
                            Appliance.start(RunningBox.settings(folder.resolve("data"), 0, port), Clock.systemUTC()))
                    .isInstanceOf(WebPortUnavailableException.class)
                    .hasMessageContaining(String.valueOf(port))
                    .hasMessageContaining("--http-port");
            assertThatThrownBy(() ->
                            Appliance.start(RunningBox.settings(folder.resolve("data"), port, 0), Clock.systemUTC()))
                    .isInstanceOf(BoxNotStartedException.class)
                    .hasMessageContaining(String.valueOf(port))
                    .hasMessageContaining("--dicom-port");
        }
        RunningBox.start(folder.resolve("data")).close();
    }

    @Test
    void aBoxThatWouldReportToItselfIsRefused() {
        assertThatThrownBy(() -> RunningBox.settings(folder, 11112, 0, new Peer("CXRBOX", "127.0.0.1", 11112)))
                .hasMessageContaining("is this box itself");
    }

    @Test
    void theActualPortsAreWrittenForPrograms() throws IOException {
        try (var box = RunningBox.start(folder.resolve("data"))) {
            assertThat(Files.readString(folder.resolve("data/ports.json")))
                    .contains("\"dicomPort\":" + box.dicomPort(), "\"httpPort\":" + box.httpPort());
        }
        assertThat(folder.resolve("data/ports.json")).doesNotExist();
    }

    @Test
    void aTruncatedObjectIsRefusedToItsSenderAndTheBoxGoesOn() throws Exception {
        var whole = PhantomStudy.dicom(PhantomKind.NORMAL, 1);
        try (var box = RunningBox.start(folder.resolve("data"))) {
            box.store(Arrays.copyOf(whole, whole.length - 100_000));
            box.store(PhantomStudy.dicom(PhantomKind.NORMAL, 2));

            var films = box.filmsWhen(found -> found.size() > 0
                    && StreamSupport.stream(found.spliterator(), false)
                            .anyMatch(film -> film.path("state").asText().equals("scored")));

            assertThat(texts(films, "state"))
                    .filteredOn(state -> !state.equals("scored"))
                    .allMatch("refused"::equals);
        }
    }

    private static List<String> texts(JsonNode array, String key) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.path(key).asText())
                .toList();
    }

    private static List<String> sopClasses(List<Path> files) {
        return files.stream()
                .map(file -> DicomReader.readHeader(file).sopClassUid().orElseThrow())
                .toList();
    }
}
