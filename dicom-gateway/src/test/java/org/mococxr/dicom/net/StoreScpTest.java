package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mococxr.dicom.net.TinyObject.DX;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.net.admission.CallerList;

/**
 * Requirements covered: a modality can verify the connection, store an object in any agreed encoding, is told truthfully whether the
 * object was taken, and one bad object or handler fault never ends the service.
 */
@Timeout(60)
class StoreScpTest {
    private static final List<PresentationContext> DX_AND_ECHO =
            List.of(PresentationContext.uncompressed(DX), PresentationContext.verification());

    @TempDir
    private Path folder;

    private final ReceivedObjects received = new ReceivedObjects();

    @Test
    void answersAnEcho() {
        try (var scp = receiver(received).start();
                var scu = StoreScu.connect(peer(scp), "TESTER", DX_AND_ECHO)) {

            var outcome = scu.echo();

            assertThat(outcome).isEqualTo(new DeliveryOutcome.Delivered());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TinyObject.EXPLICIT,
                TinyObject.IMPLICIT,
                TinyObject.JPEG_LOSSLESS,
                "1.2.840.10008.1.2.4.50",
                "1.2.840.10008.1.2.4.80",
                "1.2.840.10008.1.2.5"
            })
    void handsOverTheDatasetByteForByteInEverySyntaxItAgreesTo(String syntax) {
        var sent = TinyObject.of(DX, "1.2.3.5", syntax, 300_000);
        try (var scp = receiver(received).start();
                var scu = StoreScu.connect(peer(scp), "TESTER", List.of(PresentationContext.of(DX, syntax)))) {

            var outcome = scu.store(sent.writeTo(folder));

            assertThat(outcome.isDelivered()).isTrue();
            assertThat(received.all()).singleElement().satisfies(it -> {
                assertThat(it.dataset()).isEqualTo(sent.dataset());
                assertThat(it.object().transferSyntaxUid()).isEqualTo(syntax);
                assertThat(it.object().sopInstanceUid()).isEqualTo("1.2.3.5");
                assertThat(it.object().callingAeTitle()).isEqualTo("TESTER");
            });
        }
    }

    @Test
    void takesManyObjectsOverOneAssociationInPdusOfThePeersSize() {
        var limits = AssociationLimits.forReceiving().withMaxPduBytes(4096);
        try (var scp = receiver(received).limits(limits).start();
                var scu = StoreScu.connect(peer(scp), "TESTER", DX_AND_ECHO)) {

            for (var i = 0; i < 20; i++) {
                assertThat(scu.store(TinyObject.dx("1.2.3." + i, 10_000 + i).writeTo(folder))
                                .isDelivered())
                        .isTrue();
            }

            assertThat(received.all()).hasSize(20);
            assertThat(scu.echo().isDelivered()).isTrue();
        }
    }

    @Test
    void agreesToPlainLittleEndianWhateverElseIsOfferedFirst() {
        var offered = PresentationContext.of(
                DX, "1.2.840.10008.1.2.4.90", TinyObject.JPEG_LOSSLESS, TinyObject.IMPLICIT, TinyObject.EXPLICIT);
        var policy = new ScpPolicy(
                "MOCOCXR", false, CallerList.everyone(), false, DX::equals, ReceivedKinds.TRANSFER_SYNTAX_PREFERENCE);

        var result = policy.judge(1, offered, List.of());

        assertThat(result).isEqualTo(ContextResult.accepted(1, TinyObject.EXPLICIT));
    }

    @Test
    void agreesToJpeg2000OnlyWhenNothingElseIsOffered() {
        var policy = new ScpPolicy(
                "MOCOCXR", false, CallerList.everyone(), false, DX::equals, ReceivedKinds.TRANSFER_SYNTAX_PREFERENCE);
        var lossless = "1.2.840.10008.1.2.4.90";

        assertThat(policy.judge(1, PresentationContext.of(DX, lossless), List.of()))
                .isEqualTo(ContextResult.accepted(1, lossless));
        for (var syntax : ReceivedKinds.TRANSFER_SYNTAX_PREFERENCE) {
            if (!syntax.startsWith("1.2.840.10008.1.2.4.9")) {
                assertThat(policy.judge(1, PresentationContext.of(DX, lossless, syntax), List.of()))
                        .isEqualTo(ContextResult.accepted(1, syntax));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.10008.1.2.2", // big endian
                "1.2.840.10008.1.2.4.201", // HTJ2K
                "1.2.840.10008.1.2.4.100" // MPEG-2
            })
    void agreesToNoEncodingItCannotRead(String syntax) {
        try (var scp = receiver(received).start();
                var scu = StoreScu.connect(peer(scp), "TESTER", List.of(PresentationContext.of(DX, syntax)))) {

            var outcome = scu.store(TinyObject.of(DX, "1.2.3.5", syntax, 100).writeTo(folder));

            assertThat(outcome.sentence()).contains("in none of the offered encodings");
            assertThat(outcome.isDelivered()).isFalse();
            assertThat(received.all()).isEmpty();
        }
    }

    @Test
    void takesACtSoThatItsRefusalIsSeenButNoReports() {
        var report = "1.2.840.10008.5.1.4.1.1.88.34";
        var contexts = PresentationContext.uncompressed(List.of(TinyObject.CT, report));
        try (var scp = receiver(received).start();
                var scu = StoreScu.connect(peer(scp), "TESTER", contexts)) {

            var ct = scu.store(TinyObject.of(TinyObject.CT, "1.2.3.5", TinyObject.EXPLICIT, 10)
                    .writeTo(folder));
            var sr = scu.store(
                    TinyObject.of(report, "1.2.3.6", TinyObject.EXPLICIT, 10).writeTo(folder));

            assertThat(ct.isDelivered()).isTrue();
            assertThat(sr.sentence()).contains("does not take this kind of object");
        }
    }

    @Test
    void takesAnyCalledTitleUnlessToldToBeStrict() {
        try (var lenient = receiver(received).start();
                var strict = receiver(received).strictCalledAeTitle(true).start()) {
            var wrongTitle = new Peer("NOPE", "127.0.0.1", strict.port());

            StoreScu.connect(new Peer("NOPE", "127.0.0.1", lenient.port()), "TESTER", DX_AND_ECHO)
                    .close();
            assertThatThrownBy(() -> StoreScu.connect(wrongTitle, "TESTER", DX_AND_ECHO))
                    .isInstanceOf(AssociationFailedException.class)
                    .hasMessageContaining("NOPE@127.0.0.1")
                    .hasMessageContaining("does not know the called AE title");
        }
    }

    @Test
    void passesTheHandlersStatusAndCommentToTheSender() {
        StoreHandler full = (object, dataset) -> StoreStatus.outOfResources("disk is full");
        try (var scp = receiver(full).start();
                var scu = StoreScu.connect(peer(scp), "TESTER", DX_AND_ECHO)) {

            var outcome = scu.store(TinyObject.dx("1.2.3.5", 500_000).writeTo(folder));

            assertThat(outcome).isEqualTo(new DeliveryOutcome.Refused(StoreStatus.outOfResources("disk is full")));
            assertThat(outcome.isDelivered()).isFalse();
            assertThat(outcome.isWorthRetrying()).isTrue();
        }
    }

    @Test
    void survivesAHandlerThatThrowsAndGoesOnWithTheSameAssociation() {
        StoreHandler failing = (object, dataset) -> {
            if (object.sopInstanceUid().equals("1.2.3.1")) {
                throw new IllegalStateException("the handler's own fault");
            }
            return received.store(object, dataset);
        };
        try (var scp = receiver(failing).start();
                var scu = StoreScu.connect(peer(scp), "TESTER", DX_AND_ECHO)) {

            var first = scu.store(TinyObject.dx("1.2.3.1", 500_000).writeTo(folder));
            var second = scu.store(TinyObject.dx("1.2.3.2", 500_000).writeTo(folder));

            assertThat(first.sentence()).contains("0110H");
            assertThat(second.isDelivered()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../etc/passwd",
                "1.2.3/4",
                "",
                "1..2",
                "1.2.",
                "9999999999999999999999999999999999999999999999999999999999999999.1"
            })
    void answers0117ToASopInstanceUidThatIsNoneAndNeverCallsTheHandler(String uid) throws IOException {
        try (var scp = receiver(received).start();
                var peer = new RawPeer(scp.port()).associate()) {
            var dataset = TinyObject.dx("1.2.3", 10).dataset();

            peer.say(RawPeer.storeCommand(DX, uid), RawPeer.data(RawPeer.fragment(1, 2, dataset)));

            assertThat(peer.hear().status()).isEqualTo(0x0117);
            assertThat(received.all()).isEmpty();
        }
    }

    @Test
    void answers0122ToASopClassThatIsNotTheContexts() throws IOException {
        try (var scp = receiver(received).start();
                var peer = new RawPeer(scp.port()).associate()) {

            peer.say(
                    RawPeer.storeCommand(TinyObject.CT, "1.2.3"),
                    RawPeer.data(
                            RawPeer.fragment(1, 2, TinyObject.dx("1.2.3", 10).dataset())));

            assertThat(peer.hear().status()).isEqualTo(0x0122);
            assertThat(received.all()).isEmpty();
        }
    }

    @Test
    void answers0211ToAnOperationItDoesNotOfferAfterDrainingItsDataset() throws IOException {
        try (var scp = receiver(received).start();
                var peer = new RawPeer(scp.port()).associate()) {
            var nAction = CommandSet.storeRequest(1, DX, "1.2.3").encode();
            nAction[indexOfCommandField(nAction)] = 0x30;
            nAction[indexOfCommandField(nAction) + 1] = 0x01;

            peer.say(
                    RawPeer.data(RawPeer.fragment(1, 3, nAction)),
                    RawPeer.data(RawPeer.fragment(1, 2, new byte[9000])));

            assertThat(peer.hear().status()).isEqualTo(0x0211);
            assertThat(peer.say(RawPeer.echo()).hear().status()).isZero();
        }
    }

    @Test
    void finishesTheObjectAtHandWhenItIsStopped() throws Exception {
        var begun = new CountDownLatch(1);
        var scp = receiver((object, dataset) -> {
                    begun.countDown();
                    return received.store(object, dataset);
                })
                .start();
        try (var peer = new RawPeer(scp.port()).associate()) {
            var dataset = TinyObject.dx("1.2.3", 10_000).dataset();
            var half = Arrays.copyOf(dataset, 5000);
            var rest = Arrays.copyOfRange(dataset, 5000, dataset.length);
            peer.say(RawPeer.storeCommand(DX, "1.2.3"), RawPeer.data(RawPeer.fragment(1, 0, half)));
            begun.await();

            var stopping = new Thread(scp::close);
            stopping.start();
            peer.say(RawPeer.data(RawPeer.fragment(1, 2, rest)));

            assertThat(peer.hear().status()).isZero();
            assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
            stopping.join();
            assertThat(received.all()).hasSize(1);
        }
    }

    @Test
    void saysWhichPortIsTakenAndWhatToDo() {
        try (var first = receiver(received).start()) {

            assertThatThrownBy(() -> receiver(received).port(first.port()).start())
                    .isInstanceOf(PortUnavailableException.class)
                    .hasMessageContaining("DICOM port " + first.port())
                    .hasMessageContaining("choose another port");
        }
    }

    private static int indexOfCommandField(byte[] command) {
        for (var i = 0; i + 9 < command.length; i++) {
            if (command[i] == 0 && command[i + 1] == 0 && command[i + 2] == 0 && command[i + 3] == 1) {
                return i + 8;
            }
        }
        throw new AssertionError("no command field");
    }

    private static StoreScp.Builder receiver(StoreHandler handler) {
        return StoreScp.builder(handler).bindAddress(InetAddress.getLoopbackAddress());
    }

    private static Peer peer(StoreScp scp) {
        return new Peer(scp.aeTitle(), "127.0.0.1", scp.port());
    }
}
