package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.people.LocalToken;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.dicom.net.Part10Header;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

/**
 * Requirements covered: an administrator erases a patient's record by page, program or command; nothing of it is left in the data
 * folder, everybody else's stays, the audit says who, when and why without naming the patient; a slip of the hand erases nothing.
 */
final class ErasingTest {
    private static final String PATIENT = "SECRET-4711";
    private static final String STUDY = "1.2.826.0.777";

    @TempDir
    private Path folder;

    private FolderScp pacs;
    private RunningBox box;
    private Browser admin;
    private String frontal;
    private String lateral;
    private String other;

    @BeforeEach
    void aBoxWithThreeFilms() throws Exception {
        pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
        box = RunningBox.startClosed(folder.resolve("data"), pacs.peer());
        admin = new Browser(box).setUp("first", "four dry lungs");
        frontal = sent(ofPatient(PhantomKind.EFFUSION, 1));
        lateral = sent(ofPatient(PhantomKind.LATERAL, 2));
        other = sent(PhantomStudy.dicom(PhantomKind.NORMAL, 3));
        box.filmsWhen(
                films -> films.findValues("concludedAt").size() == 3
                        && films.findValuesAsText("state").stream()
                                        .filter("delivered"::equals)
                                        .count()
                                == 4,
                authorization());
    }

    @AfterEach
    void close() {
        box.close();
        pacs.close();
    }

    private static byte[] ofPatient(PhantomKind kind, long seed) {
        var usual = PhantomStudyOptions.usual();
        var dataset = PhantomStudy.dataset(kind, seed, usual);
        dataset.setString(Tag.PatientID, VR.LO, PATIENT);
        dataset.setString(Tag.StudyInstanceUID, VR.UI, STUDY);
        return DicomWriter.toBytes(DicomObject.of(dataset, usual.transferSyntax()));
    }

    private String[] authorization() throws IOException {
        return new String[] {"Authorization", "Bearer " + LocalToken.read(folder.resolve("data/local-token"))};
    }

    private String sent(byte[] film) throws IOException, InterruptedException {
        return box.upload(film, authorization()).body().replaceFirst("(?s).*\"ref\":\"([a-z0-9]*)\".*", "$1");
    }

    private JsonNode films() throws IOException, InterruptedException {
        return box.json("/api/v1/films", authorization()).path("films");
    }

    private String dataFolder() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(folder.resolve("data"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void anAdministratorErasesAPatientsRecordWithoutSeeingWhoItIs() throws Exception {
        assertThat(dataFolder()).contains(PATIENT, STUDY);
        var keeper = admin.add("ada", "admin");
        var auditor = admin.add("abe", "auditor");
        assertThat(keeper.open("/erase?ref=" + frontal.toUpperCase(Locale.ROOT))
                        .headers()
                        .firstValue("Location"))
                .contains("/films/" + frontal + "/erase");

        var page = keeper.open("/films/" + frontal + "/erase?scope=patient").body();
        var answer = keeper.submit(
                "/films/" + frontal + "/erase",
                "scope",
                "patient",
                "films",
                "2",
                "reason",
                "letter 114",
                "confirmed",
                "yes");

        assertThat(page)
                .contains(frontal, lateral, "All of the patient: 2", "Its study: 2", "What stays")
                .doesNotContain(PATIENT, other);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Erased from this box: 2");
        assertThat(dataFolder()).doesNotContain(PATIENT, STUDY);
        assertThat(films().findValuesAsText("ref")).containsExactly(other);
        assertThat(box.get("/api/v1/films/" + other + "/image.png", authorization())
                        .statusCode())
                .isEqualTo(200);
        var gone = box.get("/api/v1/films/" + frontal, authorization());
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(new String(gone.body(), StandardCharsets.UTF_8)).contains("was erased on");
        assertThat(auditor.open("/audit").body())
                .contains("The record is whole", "ada", "erased a film", frontal, lateral, "letter 114")
                .doesNotContain(PATIENT);
    }

    @Test
    void aSlipOfTheHandErasesNothing() throws Exception {
        admin.open("/films/" + frontal + "/erase");
        for (var fields : new String[][] {
            {"scope", "study", "films", "1", "reason", "letter 114", "confirmed", "yes"},
            {"scope", "study", "films", "2", "reason", " ", "confirmed", "yes"},
            {"scope", "study", "films", "2", "reason", "letter 114"},
            {"scope", "study", "films", "two", "reason", "letter 114", "confirmed", "yes"},
            {"scope", "study", "films", "2", "reason", "wish of secret-4711", "confirmed", "yes"},
            {"scope", "study", "films", "2", "reason", "x".repeat(121), "confirmed", "yes"}
        }) {
            assertThat(admin.submit("/films/" + frontal + "/erase", fields).statusCode())
                    .as(String.join(" ", fields))
                    .isEqualTo(409);
        }
        assertThat(admin.submit(
                                "/films/" + frontal + "/erase",
                                "scope",
                                "everything",
                                "films",
                                "3",
                                "reason",
                                "r",
                                "confirmed",
                                "yes")
                        .statusCode())
                .isEqualTo(400);
        assertThat(films()).hasSize(3);
    }

    /** The same film may come again, and is then as new as any. */
    @Test
    void aCommandFirstSaysWhatWouldGoAndErasesThatManyOnly() throws Exception {
        assertThat(films("erase", frontal, "--scope", "study", "--reason", "letter 114"))
                .contains("2 films", frontal, lateral, "--films 2");
        assertThat(films()).hasSize(3);

        var said = films("erase", frontal, "--scope", "study", "--reason", "letter 114", "--films", "2");

        assertThat(said).contains("2 films are erased");
        assertThat(films().findValuesAsText("ref")).containsExactly(other);
        assertThat(films("erase", frontal, "--reason", "letter 114", "--films", "1"))
                .contains("410", "was erased");
        var again = sent(ofPatient(PhantomKind.EFFUSION, 1));
        assertThat(again).isNotEqualTo(frontal);
        assertThat(films().findValuesAsText("ref")).containsExactly(again, other);
    }

    private String films(String... arguments) {
        return RunningBox.command(folder.resolve("data"), "films", arguments);
    }

    /** The box forgot what it sent, with the film. */
    @Test
    void aReportThatThePacsSendsBackBringsNothingOfThePatientBack() throws Exception {
        sendReportsBack();
        assertThat(stored())
                .as("nothing of reports is kept while their film is there either")
                .hasSize(3);
        films("erase", frontal, "--scope", "patient", "--reason", "letter 114", "--films", "2");

        sendReportsBack();

        assertThat(films().findValuesAsText("ref")).containsExactly(other);
        assertThat(stored()).hasSize(1);
        assertThat(dataFolder())
                .contains("A report of a CXR box came back. Nothing of it was kept.")
                .doesNotContain(PATIENT, STUDY);

        box.close();
        powerCutBeforeItIsDeleted(Files.readAllBytes(pacs.files().get(0)));
        box = RunningBox.startClosed(folder.resolve("data"));
        assertThat(films().findValuesAsText("ref")).containsExactly(other);
        assertThat(dataFolder()).doesNotContain(PATIENT, STUDY);
    }

    private void powerCutBeforeItIsDeleted(byte[] report) throws Exception {
        var dataset = new ByteArrayInputStream(report);
        Part10Header.read(dataset);
        var digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(dataset.readAllBytes()));
        Files.write(
                folder.resolve("data/inbox/objects")
                        .resolve(digest.substring(0, 2))
                        .resolve(digest + ".dcm"),
                report);
    }

    /** Pictures over the network; structured reports, which the box does not negotiate there, by hand. */
    private void sendReportsBack() throws Exception {
        for (var file : pacs.files()) {
            var report = Files.readAllBytes(file);
            if (DicomReader.readHeader(file).sopClassUid().orElseThrow().equals(UID.SecondaryCaptureImageStorage)) {
                assertThat(box.store(report).isDelivered()).isTrue();
            } else {
                var answer = box.upload(report, authorization());
                assertThat(answer.statusCode()).isEqualTo(422);
                assertThat(answer.body()).contains("This is a report of a CXR box that came back.");
            }
        }
    }

    private List<Path> stored() throws IOException {
        try (var files = Files.walk(folder.resolve("data/inbox/objects"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aRestartFinishesNothingTwiceAndKeepsTheRest() throws Exception {
        films("erase", frontal, "--reason", "letter 114", "--films", "1");
        box.close();

        box = RunningBox.startClosed(folder.resolve("data"));

        assertThat(films().findValuesAsText("ref")).containsExactly(other, lateral);
        assertThat(box.json("/api/v1/films/" + lateral + "/study", authorization())
                        .path("films")
                        .size())
                .isEqualTo(1);
    }
}
