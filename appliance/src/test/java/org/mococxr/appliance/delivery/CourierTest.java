package org.mococxr.appliance.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.StoreScp;
import org.mococxr.dicom.net.StoreStatus;

/** Reports reach their peer sooner or later, exactly in the sense of its answers. */
final class CourierTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(15);

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal.db"), clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aReportWaitsUntilThePeerAppears() throws IOException {
        var port = freePort();
        var peer = new Peer("PACS", "127.0.0.1", port);
        plan(peer);
        var courier = courier(peer, List.of(report(UID.Comprehensive3DSRStorage)));

        courier.deliverDue();
        var afterFirst = delivery();
        clock.pass(Duration.ofSeconds(1));
        courier.deliverDue();
        var stillWaiting = delivery();
        try (var pacs = FolderScp.start("PACS", port, folder.resolve("pacs"))) {
            clock.pass(LONG_ENOUGH);
            courier.deliverDue();

            assertThat(pacs.files()).hasSize(1);
        }
        assertThat(afterFirst.state()).isEqualTo(DeliveryEntry.State.WAITING);
        assertThat(afterFirst.attempts()).isEqualTo(1);
        assertThat(afterFirst.notBefore()).isAfter(clock.instant().minus(LONG_ENOUGH));
        assertThat(stillWaiting.attempts()).as("not tried before its time").isEqualTo(1);
        assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.DELIVERED);
    }

    @Test
    void theWaitGrowsWithEachFailureUpToALimit() throws IOException {
        var peer = new Peer("PACS", "127.0.0.1", freePort());
        plan(peer);
        var courier = courier(peer, List.of(report(UID.Comprehensive3DSRStorage)));

        var before = Duration.ZERO;
        for (var attempt = 1; attempt <= 6; attempt++) {
            courier.deliverDue();
            var wait = Duration.between(clock.instant(), delivery().notBefore());
            assertThat(wait).isGreaterThan(before).isLessThan(LONG_ENOUGH);
            before = wait;
            clock.pass(wait);
        }
        assertThat(delivery().attempts()).isEqualTo(6);
        assertThat(journal.worklist().tally().reportsStuck())
                .as("a person should look")
                .isEqualTo(1);
        assertThat(journal.worklist().films(FilmFilter.ATTENTION, 10)).hasSize(1);
    }

    @Test
    void anOldPeerGetsTheReportInAFormItTakes() {
        try (var pacs = StoreScp.builder((object, dataset) -> StoreStatus.SUCCESS)
                .aeTitle("OLDPACS")
                .sopClasses(UID.EnhancedSRStorage::equals)
                .start()) {
            var peer = new Peer("OLDPACS", "127.0.0.1", pacs.port());
            plan(peer);

            courier(peer, List.of(report(UID.Comprehensive3DSRStorage), report(UID.EnhancedSRStorage)))
                    .deliverDue();

            assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.DELIVERED);
        }
    }

    @Test
    void whatThePeerNeverTakesIsDeadVisibleAndCanBeSentAgain() {
        try (var pacs = StoreScp.builder((object, dataset) -> StoreStatus.SUCCESS)
                .aeTitle("IMAGES")
                .sopClasses(UID.SecondaryCaptureImageStorage::equals)
                .start()) {
            var peer = new Peer("IMAGES", "127.0.0.1", pacs.port());
            plan(peer);

            courier(peer, List.of(report(UID.Comprehensive3DSRStorage))).deliverDue();

            assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.DEAD);
            assertThat(journal.worklist().tally().reportsDead()).isEqualTo(1);
            assertThat(journal.outbox().revive(film().ref())).isEqualTo(1);
            assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.WAITING);
        }
    }

    @Test
    void outOfResourcesIsNoDelivery() {
        try (var pacs = StoreScp.builder((object, dataset) -> StoreStatus.outOfResources("full"))
                .aeTitle("FULL")
                .sopClasses(uid -> true)
                .start()) {
            var peer = new Peer("FULL", "127.0.0.1", pacs.port());
            plan(peer);

            courier(peer, List.of(report(UID.Comprehensive3DSRStorage))).deliverDue();

            assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.WAITING);
            assertThat(delivery().words()).contains("A700H");
        }
    }

    @Test
    void aReportThatCannotBeMadeIsDeadAtOnceAndOthersGoOn() {
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"))) {
            plan(pacs.peer());
            var courier = new Courier(
                    Recipient.plain(pacs.peer()),
                    "CXRBOX",
                    journal,
                    new ReportMaker() {
                        @Override
                        public List<DicomObject> make(FilmEntry film, String kind) {
                            throw new ReportNotPossibleException("the film has no StudyInstanceUID");
                        }

                        @Override
                        public List<String> sopClasses() {
                            return List.of(UID.Comprehensive3DSRStorage);
                        }
                    },
                    commitments(),
                    backoff(),
                    clock);

            courier.deliverDue();

            assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.DEAD);
            assertThat(delivery().words()).contains("StudyInstanceUID");
        }
    }

    private Courier courier(Peer peer, List<DicomObject> forms) {
        return new Courier(Recipient.plain(peer), "CXRBOX", journal, fixed(forms), commitments(), backoff(), clock);
    }

    private Commitments commitments() {
        return new Commitments(journal, backoff(), clock);
    }

    private static Backoff backoff() {
        return Backoff.standard(new Random(1));
    }

    private static ReportMaker fixed(List<DicomObject> forms) {
        return new ReportMaker() {
            @Override
            public List<DicomObject> make(FilmEntry film, String kind) {
                return forms;
            }

            @Override
            public List<String> sopClasses() {
                return forms.stream()
                        .map(form -> form.sopClassUid().orElseThrow())
                        .toList();
            }
        };
    }

    private void plan(Peer peer) {
        DeliveryExamples.plan(journal, peer);
    }

    private FilmEntry film() {
        return journal.worklist().film(1).orElseThrow();
    }

    private DeliveryEntry delivery() {
        return film().deliveries().get(0);
    }

    private static DicomObject report(String sopClass) {
        var dataset = new Attributes();
        dataset.setString(Tag.SOPClassUID, VR.UI, sopClass);
        dataset.setString(Tag.SOPInstanceUID, VR.UI, "2.25.1" + sopClass.length());
        return DicomObject.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
