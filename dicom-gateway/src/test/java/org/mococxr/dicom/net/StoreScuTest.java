package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;

/**
 * Requirements covered: a report reaches a PACS unchanged; only success and warnings count as delivered; every way a peer can fail ends in
 * an outcome a queue can act on, in bounded time.
 */
@Timeout(60)
class StoreScuTest {
    /** Each test shortens only the time it is about, so that a busy machine cannot make another one run out first. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final AssociationLimits STANDARD = AssociationLimits.forSending();
    private static final List<PresentationContext> DX_AND_ECHO =
            PresentationContext.uncompressed(List.of(TinyObject.DX));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.Comprehensive3DSRStorage,
                UID.ComprehensiveSRStorage,
                UID.EnhancedSRStorage,
                UID.SecondaryCaptureImageStorage,
                UID.GrayscaleSoftcopyPresentationStateStorage,
                UID.EncapsulatedPDFStorage
            })
    void deliversWhatWasMadeHereToAPacs(String sopClassUid) {
        var report = report(sopClassUid);
        try (var pacs = FolderScp.start("PACS", 0, folder);
                var scu = StoreScu.connect(
                        pacs.peer(), "MOCOCXR", PresentationContext.uncompressed(List.of(sopClassUid)))) {

            var outcome = scu.store(report);

            assertThat(outcome).isEqualTo(new DeliveryOutcome.Delivered());
            assertThat(pacs.files()).singleElement().satisfies(file -> {
                assertThat(file).hasFileName("1.2.3.4.5.dcm");
                assertThat(DicomReader.read(file).dataset()).isEqualTo(report);
            });
        }
    }

    @Test
    void replacesAnObjectThatIsDeliveredAgain() {
        try (var pacs = FolderScp.start("PACS", 0, folder);
                var scu = StoreScu.connect(
                        pacs.peer(), "MOCOCXR", PresentationContext.uncompressed(List.of(UID.EnhancedSRStorage)))) {

            scu.store(report(UID.EnhancedSRStorage));
            scu.store(report(UID.EnhancedSRStorage));

            assertThat(pacs.files()).hasSize(1);
        }
    }

    @Test
    void rewritesAPlainFileForAPeerThatReadsOnlyImplicit() {
        var object = TinyObject.dx("1.2.3.5", 1000);
        var implicitOnly = List.of(PresentationContext.of(TinyObject.DX, TinyObject.IMPLICIT));
        var pacsFolder = folder.resolve("pacs");
        try (var pacs = FolderScp.start("PACS", 0, pacsFolder);
                var scu = StoreScu.connect(pacs.peer(), "MOCOCXR", implicitOnly)) {

            var outcome = scu.store(object.writeTo(folder));

            assertThat(outcome.isDelivered()).isTrue();
            var stored = DicomReader.read(pacs.files().get(0));
            assertThat(stored.transferSyntax().uid()).isEqualTo(TinyObject.IMPLICIT);
            assertThat(stored.dataset().getBytes(Tag.PixelData).orElseThrow())
                    .isEqualTo(DicomReader.read(folder.resolve("1.2.3.5.dcm"))
                            .dataset()
                            .getBytes(Tag.PixelData)
                            .orElseThrow());
        }
    }

    @Test
    void countsWarningsAsDelivered() {
        var outcome = DeliveryOutcome.of(new StoreStatus(0xb000, "coerced"));

        assertThat(outcome.isDelivered()).isTrue();
        assertThat(outcome.sentence()).contains("B000H: coerced");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xa700, 0xa701, 0xa900, 0xc000, 0x0110, 0x0117, 0x0122, 0xff00, 0xfe00})
    void countsNothingElseAsDelivered(int status) {
        var outcome = DeliveryOutcome.of(new StoreStatus(status, ""));

        assertThat(outcome.isDelivered()).isFalse();
        assertThat(outcome).isInstanceOf(DeliveryOutcome.Refused.class);
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThatThrownBy(() -> StoreScu.connect(new Peer("PACS", "127.0.0.1", port), "MOCOCXR", DX_AND_ECHO))
                .isInstanceOf(AssociationFailedException.class)
                .hasMessageContaining("PACS@127.0.0.1:" + port)
                .asInstanceOf(type(AssociationFailedException.class))
                .satisfies(failure ->
                        assertThat(failure.outcome().isWorthRetrying()).isTrue());
    }

    @Test
    void keepsARejectedCallFromBeingRetriedForever() {
        try (var pacs = FolderScp.start("PACS", 0, folder)) {
            var wrong = new Peer("OTHER", "127.0.0.1", pacs.port());

            assertThatThrownBy(() -> StoreScu.connect(wrong, "MOCOCXR", DX_AND_ECHO))
                    .asInstanceOf(type(AssociationFailedException.class))
                    .satisfies(failure -> {
                        assertThat(failure.outcome()).isInstanceOf(DeliveryOutcome.Rejected.class);
                        assertThat(failure.outcome().isWorthRetrying()).isFalse();
                    });
        }
    }

    @Test
    void retriesAPeerWhoseLimitIsReached() throws IOException {
        try (var busy = new FakePacs(pacs -> {
            pacs.readPdu();
            pacs.write(RawPeer.pdu(PduType.ASSOCIATE_RJ, AssociateReject.LOCAL_LIMIT_EXCEEDED.encode()));
        })) {
            assertThatThrownBy(() -> StoreScu.connect(busy.peer(), "MOCOCXR", DX_AND_ECHO))
                    .hasMessageContaining("limit of associations")
                    .asInstanceOf(type(AssociationFailedException.class))
                    .satisfies(failure ->
                            assertThat(failure.outcome().isWorthRetrying()).isTrue());
        }
    }

    @Test
    void doesNotWaitForeverForAnAssociation() throws IOException {
        try (var silent = new FakePacs(pacs -> pacs.readToTheEnd())) {
            assertThatThrownBy(() -> StoreScu.connect(silent.peer(), "MOCOCXR", DX_AND_ECHO, STANDARD.withArtim(SHORT)))
                    .isInstanceOf(AssociationFailedException.class)
                    .hasMessageContaining("more than 300 ms agreeing on an association");
        }
    }

    @Test
    void doesNotWaitForeverForAnAnswer() throws IOException {
        try (var silent = new FakePacs(pacs -> {
                    pacs.readPdu();
                    pacs.write(accept());
                    pacs.readToTheEnd();
                });
                var scu = StoreScu.connect(silent.peer(), "MOCOCXR", DX_AND_ECHO, STANDARD.withReply(SHORT))) {

            var outcome = scu.store(TinyObject.dx("1.2.3", 1000).writeTo(folder));

            assertThat(outcome.sentence()).contains("more than 300 ms waiting for an answer");
            assertThat(outcome.isWorthRetrying()).isTrue();
            assertThat(scu.echo()).isInstanceOf(DeliveryOutcome.Unreachable.class);
        }
    }

    @Test
    void doesNotWaitForeverForAPeerThatStopsReading() throws IOException {
        try (var stuck = new FakePacs(pacs -> {
                    pacs.readPdu();
                    pacs.write(accept());
                    pacs.waitForTheEnd();
                });
                var scu = StoreScu.connect(stuck.peer(), "MOCOCXR", DX_AND_ECHO, STANDARD.withRate(SHORT, 16 << 10))) {

            var outcome = scu.store(TinyObject.dx("1.2.3", 32 << 20).writeTo(folder));

            assertThat(outcome).isInstanceOf(DeliveryOutcome.Unreachable.class);
        }
    }

    @Test
    void reportsAPeerThatBreaksOff() throws IOException {
        try (var leaving = new FakePacs(pacs -> {
                    pacs.readPdu();
                    pacs.write(accept());
                    pacs.readPdu();
                    pacs.write(RawPeer.pdu(PduType.ABORT, new Abort(0, 0).encode()));
                });
                var scu = StoreScu.connect(leaving.peer(), "MOCOCXR", DX_AND_ECHO)) {

            var outcome = scu.echo();

            assertThat(outcome.sentence()).contains("the peer aborted the association");
        }
    }

    @Test
    void survivesPeersThatAnswerNonsense() throws IOException {
        var random = new Random(3);
        for (var i = 0; i < 200; i++) {
            var answer = accept();
            for (var k = 0; k < 1 + random.nextInt(4); k++) {
                answer[random.nextInt(answer.length)] = (byte) random.nextInt();
            }
            try (var mad = new FakePacs(pacs -> {
                pacs.readPdu();
                pacs.write(answer);
                pacs.write(answer);
            })) {
                assertThat(attempt(mad.peer())).isNotInstanceOf(DeliveryOutcome.Delivered.class);
            }
        }
    }

    private static DeliveryOutcome attempt(Peer peer) {
        try (var scu = StoreScu.connect(
                peer, "MOCOCXR", DX_AND_ECHO, STANDARD.withArtim(SHORT).withReply(SHORT))) {
            return scu.echo();
        } catch (AssociationFailedException e) {
            return e.outcome();
        }
    }

    @Test
    void saysWhichFileItCannotSend() throws IOException {
        var text = Files.writeString(folder.resolve("note.txt"), "Dear colleague");
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
                var scu = StoreScu.connect(pacs.peer(), "MOCOCXR", DX_AND_ECHO)) {

            assertThatThrownBy(() -> scu.store(text))
                    .isInstanceOf(DicomFileUnreadableException.class)
                    .hasMessageContaining("note.txt");
            assertThat(scu.echo().isDelivered()).isTrue();
        }
    }

    @Test
    void refusesMoreContextsThanThereAreNumbers() {
        var tooMany = java.util.stream.IntStream.range(0, 129)
                .mapToObj(i -> PresentationContext.uncompressed("1.2." + i))
                .toList();

        assertThatThrownBy(() -> StoreScu.connect(new Peer("PACS", "127.0.0.1", 104), "MOCOCXR", tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 128 presentation contexts, not 129");
    }

    private static Attributes report(String sopClassUid) {
        var report = new Attributes();
        report.setString(Tag.SOPClassUID, VR.UI, sopClassUid);
        report.setString(Tag.SOPInstanceUID, VR.UI, "1.2.3.4.5");
        report.setString(Tag.Modality, VR.CS, "SR");
        report.setString(Tag.SeriesDescription, VR.LO, "AI screening");
        return report;
    }

    /** Both contexts accepted, explicit little endian. */
    private static byte[] accept() {
        var results =
                List.of(ContextResult.accepted(1, TinyObject.EXPLICIT), ContextResult.accepted(3, TinyObject.EXPLICIT));
        return RawPeer.pdu(
                PduType.ASSOCIATE_AC,
                new AssociateAccept("PACS", "MOCOCXR", results, new UserInformation(16384, List.of())).encode());
    }

    /** A PACS for one call that behaves as badly as the test wants. */
    private static final class FakePacs implements AutoCloseable {
        interface Behaviour {
            void run(FakePacs pacs) throws IOException;
        }

        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final Thread thread;
        private Socket socket = new Socket();
        private volatile boolean ended;

        FakePacs(Behaviour behaviour) throws IOException {
            this.thread = new Thread(() -> {
                try (var accepted = listener.accept()) {
                    socket = accepted;
                    behaviour.run(this);
                } catch (IOException e) {
                    return; // the caller has left
                }
            });
            thread.start();
        }

        Peer peer() {
            return new Peer("PACS", "127.0.0.1", listener.getLocalPort());
        }

        void readPdu() throws IOException {
            var header = socket.getInputStream().readNBytes(6);
            socket.getInputStream().readNBytes((header[4] & 0xff) << 8 | header[5] & 0xff);
        }

        void readToTheEnd() throws IOException {
            socket.getInputStream().readAllBytes();
        }

        void waitForTheEnd() {
            synchronized (this) {
                while (!ended) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        @Override
        public void close() {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
            try {
                listener.close();
                thread.join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
