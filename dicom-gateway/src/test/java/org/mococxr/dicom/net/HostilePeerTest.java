package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mococxr.dicom.net.TinyObject.DX;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requirements covered: what a peer declares is bounded before it is allocated; a peer that lies, stalls, dawdles, floods or leaves is
 * cut with A-ABORT; and afterwards the receiver answers the next honest peer.
 */
@Timeout(60)
class HostilePeerTest {
    /** Each test shortens only the time it is about, so that a busy machine cannot make another one run out first. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final AssociationLimits STANDARD = AssociationLimits.forReceiving();

    private final ReceivedObjects received = new ReceivedObjects();
    private final StoreScp scp = receiver(STANDARD).start();

    @AfterEach
    void stillAnswersAnHonestPeer() throws IOException {
        try (scp;
                var peer = new RawPeer(scp.port()).associate()) {
            assertThat(peer.say(RawPeer.echo()).hear().status()).isZero();
        }
    }

    @Test
    void abortsGarbage() throws IOException {
        try (var peer = new RawPeer(scp.port())) {
            var garbage = new byte[65536];
            new Random(1).nextBytes(garbage);

            peer.say(garbage);

            assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
        }
    }

    @Test
    void abortsABrowser() throws IOException {
        try (var peer = new RawPeer(scp.port())) {

            peer.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(peer.hear()).satisfies(pdu -> {
                assertThat(pdu.type()).isEqualTo(PduType.ABORT);
                assertThat(pdu.body()).containsExactly(0, 0, Abort.SERVICE_PROVIDER, Abort.UNRECOGNIZED_PDU);
            });
        }
    }

    @Test
    void abortsAnAssociationPduThatAnnouncesMoreThanIsEverTaken() throws IOException {
        for (var length : new int[] {(128 << 10) + 1, 16 << 20, 0xffffffff, 0x80000000}) {
            try (var peer = new RawPeer(scp.port())) {

                peer.say(RawPeer.pduHeader(PduType.ASSOCIATE_RQ, length, new byte[4]));

                assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
            }
        }
    }

    @Test
    void allocatesWhatArrivesNotWhatIsAnnounced() throws IOException {
        var announcedBytes = 64 << 20;
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var peer = new RawPeer(server.getLocalPort());
                var channel = new PduChannel(server.accept())) {
            peer.say(RawPeer.pduHeader(PduType.ASSOCIATE_RQ, announcedBytes, new byte[100]));
            peer.doneSending();
            var header = channel.readHeader();
            var before = threads.getCurrentThreadAllocatedBytes();

            assertThatThrownBy(() -> channel.readBody(header, announcedBytes))
                    .isInstanceOf(AssociationLostException.class);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(announcedBytes / 8);
        }
    }

    @Test
    void cutsAHalfAssociationByWallClock() throws IOException {
        try (var impatient = receiver(STANDARD.withArtim(SHORT)).start();
                var silent = new RawPeer(impatient.port());
                var half = new RawPeer(impatient.port())) {

            half.say(Arrays.copyOf(RawPeer.associateRequest(), 40));

            assertThat(silent.hearToTheEnd()).isEqualTo(PduType.ABORT);
            assertThat(half.hearToTheEnd()).isEqualTo(PduType.ABORT);
        }
    }

    @Test
    void cutsADrippingAssociationThoughEveryByteIsFresh() throws IOException {
        try (var impatient = receiver(STANDARD.withArtim(SHORT)).start();
                var peer = new RawPeer(impatient.port())) {
            var dripping = new Thread(() -> drip(peer, RawPeer.associateRequest()));

            dripping.start();

            assertThat(peer.hearToTheEnd()).isIn(PduType.ABORT, 0);
        }
    }

    @Test
    void cutsAnIdleAssociation() throws IOException {
        try (var impatient = receiver(STANDARD.withIdle(SHORT)).start();
                var peer = new RawPeer(impatient.port()).associate()) {

            assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
        }
    }

    @Test
    void cutsADatasetThatStallsAfterAFastBeginning() throws IOException {
        try (var impatient = receiver(STANDARD.withRate(SHORT, 16 << 10)).start();
                var peer = new RawPeer(impatient.port()).associate()) {

            peer.say(RawPeer.storeCommand(DX, "1.2.3"));
            for (var i = 0; i < 50; i++) {
                peer.say(RawPeer.data(RawPeer.fragment(1, 0, new byte[100_000])));
            }

            assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
            assertThat(received.all()).isEmpty();
        }
    }

    @Test
    void cutsADatasetThatDrips() throws IOException {
        assertThatDrippingIsCut(STANDARD.withRate(SHORT, 16 << 10));
    }

    @Test
    void cutsADatasetThatArrivesSteadilyButForTooLong() throws IOException {
        assertThatDrippingIsCut(STANDARD.withRate(SHORT, 0).withLongestMessage(SHORT));
    }

    private void assertThatDrippingIsCut(AssociationLimits limits) throws IOException {
        try (var impatient = receiver(limits).start();
                var peer = new RawPeer(impatient.port()).associate()) {
            peer.say(RawPeer.storeCommand(DX, "1.2.3"));
            var dripping = new Thread(() -> drip(peer, RawPeer.data(RawPeer.fragment(1, 0, new byte[100_000]))));

            dripping.start();

            assertThat(peer.hearToTheEnd()).isIn(PduType.ABORT, 0);
            assertThat(received.all()).isEmpty();
        }
    }

    @Test
    void endsAnAssociationThatIsOlderThanAnyShouldBe() throws IOException {
        try (var impatient = receiver(STANDARD.withLongestAssociation(SHORT)).start();
                var peer = new RawPeer(impatient.port()).associate()) {

            assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
        }
    }

    @Test
    void abortsAFirstPduThatIsNoAssociationRequest() throws IOException {
        for (var first : List.of(RawPeer.echo(), RawPeer.pdu(PduType.RELEASE_RQ, new byte[4]))) {
            try (var peer = new RawPeer(scp.port()).say(first)) {

                assertThat(peer.hear().body()).containsExactly(0, 0, Abort.SERVICE_PROVIDER, Abort.UNEXPECTED_PDU);
            }
        }
    }

    @Test
    void abortsAPduLongerThanWasAgreed() throws IOException {
        try (var peer = new RawPeer(scp.port()).associate()) {

            peer.say(
                    RawPeer.storeCommand(DX, "1.2.3"),
                    RawPeer.pduHeader(PduType.P_DATA_TF, 4 << 20, RawPeer.fragment(1, 0, new byte[1000])));

            assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
        }
    }

    @Test
    void abortsAnObjectLongerThanTheLimit() throws IOException {
        try (var small = receiver(STANDARD.withMaxObjectBytes(10_000)).start();
                var peer = new RawPeer(small.port()).associate()) {

            peer.say(RawPeer.storeCommand(DX, "1.2.3"), RawPeer.data(RawPeer.fragment(1, 0, new byte[10_001])));

            assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
            assertThat(received.all()).isEmpty();
        }
    }

    @Test
    void abortsAnEndlessCommand() throws IOException {
        try (var peer = new RawPeer(scp.port()).associate()) {

            for (var i = 0; i < 5; i++) {
                peer.say(RawPeer.data(RawPeer.fragment(1, 1, new byte[16_000])));
            }

            assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
        }
    }

    @Test
    void abortsFragmentsThatDoNotFit() throws IOException {
        var hostile = List.of(
                RawPeer.data(new byte[] {0, 0, 0x13, (byte) 0x88, 1, 3, 0, 0}), // longer than its PDU
                RawPeer.data(new byte[] {0, 0, 0, 0, 1, 3}), // too short for its own header
                RawPeer.data(new byte[] {0, 0, 0, 2}), // PDU too short for a fragment
                RawPeer.data(RawPeer.fragment(99, 3, CommandSet.echoRequest(1).encode())), // context never agreed
                RawPeer.data(RawPeer.fragment(1, 2, new byte[10])), // data set without a command
                RawPeer.associateRequest(), // a second association on the same connection
                RawPeer.pdu(PduType.RELEASE_RP, new byte[4]),
                RawPeer.data(RawPeer.fragment(3, 3, new byte[] {0, 0, 0, 1, 127, 127, 127, 127})));
        for (var bytes : hostile) {
            try (var peer = new RawPeer(scp.port()).associate()) {

                peer.say(bytes);

                assertThat(peer.hearToTheEnd()).isEqualTo(PduType.ABORT);
            }
        }
    }

    @Test
    void abortsAReleaseInsideADataset() throws IOException {
        try (var peer = new RawPeer(scp.port()).associate()) {

            peer.say(
                    RawPeer.storeCommand(DX, "1.2.3"),
                    RawPeer.data(RawPeer.fragment(1, 0, new byte[100])),
                    RawPeer.pdu(PduType.RELEASE_RQ, new byte[4]));

            assertThat(peer.hear().body()).containsExactly(0, 0, Abort.SERVICE_PROVIDER, Abort.UNEXPECTED_PDU);
            assertThat(received.all()).isEmpty();
        }
    }

    @Test
    void keepsPlacesForPeersThatDeliveredBefore() throws IOException {
        var limits = new ConnectionLimits(40, 10, 5);
        try (var guarded = receiver(STANDARD).connections(limits).start();
                var known = new RawPeer(guarded.port(), "127.0.0.9").associate()) {
            known.say(
                    RawPeer.storeCommand(DX, "1.2.3"),
                    RawPeer.data(
                            RawPeer.fragment(1, 2, TinyObject.dx("1.2.3", 10).dataset())));
            assertThat(known.hear().status()).isZero();
            var flood = new ArrayList<RawPeer>();

            try {
                for (var i = 0; i < 300; i++) {
                    flood.add(new RawPeer(guarded.port(), "127.0.1." + (1 + i % 6)));
                }

                try (var modality = new RawPeer(guarded.port(), "127.0.0.9").associate()) {
                    assertThat(modality.say(RawPeer.echo()).hear().status()).isZero();
                }
            } finally {
                for (var peer : flood) {
                    peer.close();
                }
            }
        }
    }

    @Test
    void letsOneFloodingAddressUseUpOnlyItsOwnQuota() throws IOException {
        var flood = new ArrayList<RawPeer>();
        try {
            for (var i = 0; i < 300; i++) {
                flood.add(new RawPeer(scp.port(), "127.0.1.1"));
            }

            try (var modality = new RawPeer(scp.port(), "127.0.0.9").associate()) {
                assertThat(modality.say(RawPeer.echo()).hear().status()).isZero();
            }
        } finally {
            for (var peer : flood) {
                peer.close();
            }
        }
    }

    @Test
    void saysThatItsLimitIsReached() throws IOException {
        try (var single = receiver(STANDARD)
                        .connections(new ConnectionLimits(1, 1, 0))
                        .start();
                var first = new RawPeer(single.port()).associate();
                var second = new RawPeer(single.port()).say(RawPeer.associateRequest())) {

            assertThat(second.hear()).satisfies(pdu -> {
                assertThat(pdu.type()).isEqualTo(PduType.ASSOCIATE_RJ);
                assertThat(pdu.body()).containsExactly(0, 2, 3, 2);
            });
            assertThat(first.say(RawPeer.echo()).hear().status()).isZero();
        }
    }

    @Test
    void givesThePlaceBackWhenAPeerLeavesInsideADataset() throws Exception {
        var interrupted = new CountDownLatch(1);
        StoreHandler waiting = (object, dataset) -> {
            try {
                dataset.readAllBytes();
            } catch (AssociationLostException e) {
                interrupted.countDown();
                throw e;
            }
            return StoreStatus.SUCCESS;
        };
        try (var single = StoreScp.builder(waiting)
                .bindAddress(InetAddress.getLoopbackAddress())
                .start()) {

            try (var peer = new RawPeer(single.port()).associate()) {
                peer.say(RawPeer.storeCommand(DX, "1.2.3"), RawPeer.data(RawPeer.fragment(1, 0, new byte[100])));
            }

            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void survivesMutatedAssociationRequests() throws IOException {
        var random = new Random(7);
        for (var i = 0; i < 400; i++) {
            var bytes = mutate(RawPeer.associateRequest(), random);
            try (var peer = new RawPeer(scp.port()).say(bytes)) {
                peer.doneSending();

                peer.hearToTheEnd();
            }
        }
    }

    @Test
    void survivesMutatedStoreMessages() throws IOException {
        var random = new Random(8);
        var command = RawPeer.storeCommand(DX, "1.2.3");
        var data =
                RawPeer.data(RawPeer.fragment(1, 2, TinyObject.dx("1.2.3", 50).dataset()));
        for (var i = 0; i < 400; i++) {
            try (var peer = new RawPeer(scp.port()).associate()) {
                peer.say(mutate(command, random), mutate(data, random));
                peer.doneSending();

                peer.hearToTheEnd();
            }
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        var bytes = original.clone();
        for (var i = 0; i < 1 + random.nextInt(5); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return random.nextInt(10) < 3 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }

    /** Says one byte now and then, until the other side has had enough; the slowness is what is being tested. */
    private static void drip(RawPeer peer, byte[] bytes) {
        try {
            for (var i = 0; i < bytes.length; i++) {
                peer.say(new byte[] {bytes[i]});
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException e) {
            return; // cut, as it should be
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private StoreScp.Builder receiver(AssociationLimits limits) {
        return StoreScp.builder(received)
                .bindAddress(InetAddress.getLoopbackAddress())
                .limits(limits);
    }
}
