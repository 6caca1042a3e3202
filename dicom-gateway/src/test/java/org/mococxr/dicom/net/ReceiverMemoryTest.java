package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.inbox.InboxProcess;

/**
 * Requirement covered: forty connections that announce giant lengths cost the receiver less than 50 MB of resident memory, seen from
 * outside the process. Needs Linux' {@code /proc}.
 */
@Tag("system-tools")
@Timeout(120)
class ReceiverMemoryTest {
    private static final int CONNECTIONS = 40;
    private static final long MOST_GROWTH_KIB = 50_000;

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
