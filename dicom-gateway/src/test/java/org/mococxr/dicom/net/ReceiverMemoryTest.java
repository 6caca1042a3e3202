package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.inbox.InboxProcess;

/**
 * Requirements covered: forty connections that announce giant lengths cost the receiver less than 50 MB of resident memory, and fifty
 * modalities at once leave it below 256 MiB, seen from outside the process. Needs Linux' {@code /proc}.
 */
@Tag("system-tools")
@Timeout(120)
class ReceiverMemoryTest {
    private static final int CONNECTIONS = 40;
    private static final long MOST_GROWTH_KIB = 50_000;
    private static final long MOST_IN_ALL_KIB = 256 << 10;
    private static final int FILM_BYTES = 1 << 20;
    private static final int FRAGMENT_BYTES = 60_000;

    @TempDir
    private Path directory;

    private Process receiver;
    private int port;

    @BeforeEach
    void start() throws IOException {
        receiver = InboxProcess.start(directory.resolve("inbox"));
        var output = new BufferedReader(new InputStreamReader(receiver.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(output.readLine());
        for (var i = 0; i < 50; i++) { // what the first connections cost once is not what is being measured
            try (var scu = StoreScu.connect(
                    new Peer("MOCOCXR", "127.0.0.1", port),
                    "HONEST",
                    PresentationContext.uncompressed(List.of(TinyObject.DX)))) {
                assertThat(scu.store(TinyObject.dx("1.2.3." + i, 200_000).writeTo(directory))
                                .isDelivered())
                        .isTrue();
            }
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        receiver.destroyForcibly().waitFor();
    }

    @Test
    void fortyAssociationRequestsOf16MegabytesAnnounced() throws IOException {
        assertGrowsLittle(peer -> peer.say(RawPeer.pduHeader(PduType.ASSOCIATE_RQ, 16 << 20, new byte[4])));
    }

    @Test
    void fortyDataPdusOf4GigabytesAnnouncedInsideAssociations() throws IOException {
        assertGrowsLittle(peer ->
                peer.associate().say(RawPeer.pduHeader(PduType.P_DATA_TF, -1, RawPeer.fragment(1, 1, new byte[100]))));
    }

    /** Ten from each of five addresses, all of them in the middle of a film before the first one ends. */
    @Test
    void fiftyAssociationsThatAllSendAFilmFitIntoAQuarterOfAGigabyte() throws IOException {
        var open = new ArrayList<RawPeer>();
        var highest = 0L;
        for (var i = 0; i < 50; i++) {
            var peer = new RawPeer(port, "127.0.0." + (5 - i / 10))
                    .associate(); // 127.0.0.1, known by now, has kept places
            open.add(peer);
            peer.say(RawPeer.storeCommand(TinyObject.DX, "1.2.4." + i));
            var dataset = TinyObject.dx("1.2.4." + i, FILM_BYTES).dataset();
            for (var at = 0; at < dataset.length; at += FRAGMENT_BYTES) {
                var part = Arrays.copyOfRange(dataset, at, Math.min(at + FRAGMENT_BYTES, dataset.length));
                peer.say(RawPeer.data(RawPeer.fragment(1, 0, part)));
            }
        }
        for (var peer : open) {
            highest = Math.max(highest, residentKib());
            assertThat(peer.say(RawPeer.data(RawPeer.fragment(1, 2, new byte[0])))
                            .hear()
                            .status())
                    .isZero();
            peer.close();
        }

        assertThat(highest).isLessThan(MOST_IN_ALL_KIB);
    }

    /** The longest that is taken, announced by every connection at once and half sent. */
    @Test
    void fortyDataPdusAtTheLimitThatNeverEnd() throws IOException {
        assertGrowsLittle(peer -> peer.associate()
                .say(
                        RawPeer.storeCommand(TinyObject.DX, "1.2.3"),
                        RawPeer.pduHeader(PduType.P_DATA_TF, 128 << 10, RawPeer.fragment(1, 0, new byte[60_000]))));
    }

    private interface Hostile {
        void say(RawPeer peer) throws IOException;
    }

    private void assertGrowsLittle(Hostile hostile) throws IOException {
        var before = residentKib();
        var highest = before;
        var open = new ArrayList<RawPeer>();
        for (var i = 0; i < CONNECTIONS; i++) {
            var peer = new RawPeer(port, "127.0.2." + (1 + i)); // each address has a quota of its own
            open.add(peer);
            hostile.say(peer);
            highest = Math.max(highest, residentKib());
        }
        for (var peer : open) {
            peer.close();
        }

        assertThat(highest - before).isLessThan(MOST_GROWTH_KIB);
        assertThat(receiver.isAlive()).isTrue();
        try (var honest = new RawPeer(port).associate()) {
            assertThat(honest.say(RawPeer.echo()).hear().status()).isZero();
        }
    }

    private long residentKib() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(receiver.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
