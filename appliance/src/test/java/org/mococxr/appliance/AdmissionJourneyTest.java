package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.dicom.net.admission.AllowedCaller;
import org.mococxr.dicom.net.admission.CallerList;

/** Requirement covered: a modality that is not let in is seen by the technician, with whom to allow so that it is. */
final class AdmissionJourneyTest {
    @TempDir
    private Path folder;

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
        }
    }
}
