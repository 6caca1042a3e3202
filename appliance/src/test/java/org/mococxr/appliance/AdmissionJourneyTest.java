package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.dicom.net.admission.AllowedCaller;
import org.mococxr.dicom.net.admission.CallerList;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

/**
 * Requirements covered: a modality that is not let in is seen by the technician, with whom to allow so that it is; copies of films are
 * assessed only from senders that are known for them, and the refusal says how to make one known.
 */
final class AdmissionJourneyTest {
    @TempDir
    private Path folder;

    private static String french(RunningBox box, String path) throws IOException, InterruptedException {
        return new String(box.get(path, "Accept-Language", "fr").body(), StandardCharsets.UTF_8);
    }

    private static byte[] copyOfAFilm(long seed) {
        var copy = PhantomStudy.dataset(PhantomKind.EFFUSION, seed, PhantomStudyOptions.usual());
        copy.setString(Tag.SOPClassUID, VR.UI, UID.SecondaryCaptureImageStorage);
        return DicomWriter.toBytes(DicomObject.of(copy, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    /** Every address 127.x.x.x is this machine's own. */
    @Test
    void aPortForFilmsOnOneAddressIsOpenThereOnly() throws Exception {
        try (var box = RunningBox.boundTo(folder, "127.0.0.2")) {
            try (var there = new Socket("127.0.0.2", box.dicomPort())) {
                assertThat(there.isConnected()).isTrue();
            }
            assertThatThrownBy(() -> new Socket("127.0.0.1", box.dicomPort()).close())
                    .isInstanceOf(ConnectException.class);
            assertThat(box.text("/peers")).contains("127.0.0.2");
        }
    }

    @Test
    void aDigitiserIsListedOnThePageWhileTheBoxRuns() throws Exception {
        try (var box = RunningBox.start(folder)) {
            box.store(copyOfAFilm(1));
            box.filmsAtRest(1);

            assertThat(box.text("/settings/preview?copies_from=SCAN7,%20XRAY1&naming=initials"))
                    .contains(
                            "Of the last 1 films, 1 from newly listed senders were refused as copies.", "SCAN7, XRAY1");
            assertThat(box.text("/settings/preview?copies_from=SCAN7"))
                    .contains("Of the last 1 films, 0 from newly listed senders");
            var changed = box.http()
                    .send(
                            HttpRequest.newBuilder(box.uri("/settings"))
                                    .header("Origin", "http://127.0.0.1:" + box.httpPort())
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString("revision=0&copies_from=XRAY1"))
                                    .build(),
                            BodyHandlers.ofString());
            box.store(copyOfAFilm(2));

            assertThat(changed.statusCode()).isEqualTo(303);
            assertThat(box.filmsAtRest(2).get(0).get("state").asText()).isEqualTo("scored");
            assertThat(box.text("/settings")).contains("name=\"copies_from\" value=\"XRAY1\"");
            assertThat(box.text("/settings/preview?copies_from="))
                    .contains("1 were assessed from senders that are no longer listed");
            assertThat(box.get("/settings/preview?copies_from=A%5CB").statusCode())
                    .isEqualTo(400);
        }
        try (var box = RunningBox.takingCopiesFrom(folder.resolve("fixed"), "XRAY1")) {
            assertThat(french(box, "/settings"))
                    .contains("non sécurisé", "aucun dossier", "<td>tous</td>", "<td>personne</td>");
            assertThat(box.text("/settings"))
                    .contains("Set when the box was started (--film-copies-from)")
                    .doesNotContain("name=\"copies_from\"");
        }
    }

    @Test
    void aSecondaryCaptureIsAssessedOnlyFromASenderThatIsListedForFilms() throws Exception {
        var film = copyOfAFilm(1);

        try (var box = RunningBox.start(folder.resolve("one"))) {
            assertThat(box.store(film).isDelivered()).isTrue();

            var refused = box.filmsAtRest(1).get(0).get("refusal");
            assertThat(refused.get("code").asText()).isEqualTo("SECONDARY_CAPTURE");
            assertThat(refused.get("found").asText()).contains("XRAY1");
            assertThat(refused.get("nextStep").asText()).contains("--film-copies-from");
        }
        try (var box = RunningBox.takingCopiesFrom(folder.resolve("two"), "XRAY1")) {
            assertThat(box.store(film).isDelivered()).isTrue();

            var scored = box.filmsAtRest(1).get(0);
            assertThat(scored.get("state").asText()).isEqualTo("scored");
            assertThat(scored.get("remarks").toString()).contains("secondary capture");
        }
        try (var box = RunningBox.start(folder.resolve("three"))) {
            box.upload(film);

            assertThat(box.filmsAtRest(1).get(0).get("state").asText())
                    .as("a person handed it in")
                    .isEqualTo("scored");
        }
    }

    @Test
    void aModalityThatWasTurnedAwayIsOnThePageAndInTheProgrammingInterface() throws Exception {
        var list = CallerList.only(List.of(AllowedCaller.parse("XRAY1@127.0.0.1")));
        try (var box = RunningBox.admitting(folder, list)) {
            var contexts = List.of(PresentationContext.verification());
            assertThatThrownBy(
                            () -> StoreScu.connect(new Peer("CXRBOX", "127.0.0.1", box.dicomPort()), "XRAY9", contexts))
                    .isInstanceOf(AssociationFailedException.class);

            var callers = box.json("/api/v1/peers/rejected").get("callers");

            assertThat(callers).hasSize(1);
            assertThat(callers.get(0).get("caller").asText()).isEqualTo("XRAY9 (127.0.0.1)");
            assertThat(callers.get(0).get("why").asText()).endsWith("if it may send, allow XRAY9@127.0.0.1");
            var page = box.http()
                    .send(HttpRequest.newBuilder(box.uri("/peers")).build(), BodyHandlers.ofString())
                    .body();
            assertThat(page).contains("XRAY9 (127.0.0.1)", "allow XRAY9@127.0.0.1");
            assertThat(french(box, "/peers"))
                    .contains("aucun appelant autorisé n’a ce titre AE à cette adresse", "autorisez XRAY9@127.0.0.1");
        }
        try (var again = RunningBox.admitting(folder, list)) {
            assertThat(french(again, "/peers"))
                    .as("after a restart")
                    .contains("XRAY9 (127.0.0.1)", "autorisez XRAY9@127.0.0.1");
        }
    }
}
