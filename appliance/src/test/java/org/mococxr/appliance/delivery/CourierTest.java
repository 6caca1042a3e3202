package org.mococxr.appliance.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.Receipt;
import org.mococxr.appliance.journal.ReceivedFilm;
import org.mococxr.appliance.language.Sentence;
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
    void aPeerIsNotLeftAloneUntilATimeThatAWrongClockChose() throws IOException {
        var port = freePort();
        var peer = new Peer("PACS", "127.0.0.1", port);
        plan(peer);
        var courier = courier(peer, List.of(report(UID.Comprehensive3DSRStorage)));
        clock.pass(Duration.ofDays(400));
        courier.deliverDue();
        assertThat(delivery().attempts()).isEqualTo(1);
        clock.pass(Duration.ofDays(-400));
        journal.limitWaits(Duration.ofMinutes(15));
        try (var pacs = StoreScp.builder((object, dataset) -> StoreStatus.SUCCESS)
                .aeTitle("PACS")
                .sopClasses(UID.Comprehensive3DSRStorage::equals)
                .port(port)
                .start()) {

            courier.deliverDue();

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
    void allReportsOfAFilmAreTriedAndEachEndsByItsOwnAnswer() {
        var known = new ArrayList<Boolean>();
        try (var pacs = StoreScp.builder((object, dataset) -> {
                    known.add(isKnownAsOurOwn("2.25.1"));
                    known.add(isKnownAsOurOwn("2.25.2"));
                    return object.sopInstanceUid().equals("2.25.1")
                            ? StoreStatus.SUCCESS
                            : StoreStatus.outOfResources("full");
                })
                .aeTitle("PACS")
                .sopClasses(uid -> true)
                .start()) {
            var peer = new Peer("PACS", "127.0.0.1", pacs.port());
            DeliveryExamples.plan(journal, peer, "digest", List.of("sr", "sc"));

            courier(
                            peer,
                            made(kind -> Stream.of(
                                    kind.equals("sr")
                                            ? report(UID.Comprehensive3DSRStorage, "2.25.1")
                                            : report(UID.SecondaryCaptureImageStorage, "2.25.2"))))
                    .deliverDue();

            assertThat(film().deliveries())
                    .extracting(DeliveryEntry::kind, DeliveryEntry::state)
                    .containsExactlyInAnyOrder(
                            tuple("sr", DeliveryEntry.State.DELIVERED), tuple("sc", DeliveryEntry.State.WAITING));
            assertThat(known).as("before anything is sent").containsOnly(true);
        }
    }

    private boolean isKnownAsOurOwn(String sopInstanceUid) {
        return journal.receive(new ReceivedFilm(
                                "back" + sopInstanceUid,
                                10,
                                ReceivedFilm.Source.DICOM,
                                "PACS",
                                Optional.of(sopInstanceUid)))
                        .kind()
                == Receipt.Kind.OWN_REPORT;
    }

    @Test
    void reportsThatFollowCloselyShareAnAssociation() {
        var associations = new AtomicInteger();
        try (var pacs = StoreScp.builder((object, dataset) -> StoreStatus.SUCCESS)
                        .aeTitle("PACS")
                        .sopClasses(uid -> uid.equals(UID.Comprehensive3DSRStorage)
                                && associations.incrementAndGet() > 0) // asked about it once in each negotiation
                        .start();
                var courier = courier(
                        new Peer("PACS", "127.0.0.1", pacs.port()),
                        made(kind -> Stream.of(report(UID.Comprehensive3DSRStorage))),
                        Duration.ofSeconds(30))) { // however slow this machine is, the second report is in time
            var peer = new Peer("PACS", "127.0.0.1", pacs.port());
            journal.outbox().onDue(courier::ring);
            DeliveryExamples.plan(journal, peer, "first", List.of("sr"));
            courier.start();
            awaitDelivered(1);
            DeliveryExamples.plan(journal, peer, "second", List.of("sr"));
            awaitDelivered(2);

            assertThat(associations).hasValue(1);
        }
    }

    private void awaitDelivered(long filmId) {
        var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (journal.worklist().film(filmId).orElseThrow().deliveries().get(0).state()
                != DeliveryEntry.State.DELIVERED) {
            assertThat(System.nanoTime()).isLessThan(until);
            LockSupport.parkNanos(1_000_000);
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
            assertThat(delivery().words().english()).contains("A700H");
        }
    }

    @Test
    void aReportThatCannotBeMadeIsDeadAtOnceAndOthersGoOn() {
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"))) {
            plan(pacs.peer());
            var courier = courier(pacs.peer(), made(kind -> {
                throw new ReportNotPossibleException(Sentence.quoted("the film has no StudyInstanceUID"));
            }));

            courier.deliverDue();

            assertThat(delivery().state()).isEqualTo(DeliveryEntry.State.DEAD);
            assertThat(delivery().words().english()).contains("StudyInstanceUID");
        }
    }

    private Courier courier(Peer peer, List<DicomObject> forms) {
        return courier(peer, made(kind -> forms.stream()));
    }

    private Courier courier(Peer peer, ReportMaker reports) {
        return courier(peer, reports, Duration.ZERO);
    }

    private Courier courier(Peer peer, ReportMaker reports, Duration linger) {
        return new Courier(Recipient.plain(peer), "CXRBOX", journal, reports, commitments(), backoff(), clock, linger);
    }

    private Commitments commitments() {
        return new Commitments(journal, backoff(), clock);
    }

    private static Backoff backoff() {
        return Backoff.standard(new Random(1));
    }

    private static ReportMaker made(ReportMaker.Reports reports) {
        return new ReportMaker() {
            @Override
            public Reports on(FilmEntry film) {
                return reports;
            }

            @Override
            public List<String> sopClasses() {
                return List.of(UID.Comprehensive3DSRStorage, UID.EnhancedSRStorage, UID.SecondaryCaptureImageStorage);
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
        return report(sopClass, "2.25.1" + sopClass.length());
    }

    private static DicomObject report(String sopClass, String sopInstanceUid) {
        var dataset = new Attributes();
        dataset.setString(Tag.SOPClassUID, VR.UI, sopClass);
        dataset.setString(Tag.SOPInstanceUID, VR.UI, sopInstanceUid);
        return DicomObject.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
