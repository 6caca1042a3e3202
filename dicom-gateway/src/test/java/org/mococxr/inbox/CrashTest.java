package org.mococxr.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.dicom.net.TinyObject;

/** Requirement covered: an acknowledged film is never lost, whenever the process dies (invariant 1). */
@Timeout(120)
class CrashTest {
    private static final int SENDERS = 3;

    @TempDir
    private Path directory;

    /** Killed under load, after a number of acknowledgements; three senders are then at three different places of the path. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 40})
    void whatWasAcknowledgedIsThereAfterTheProcessIsKilled(int killAfter) throws Exception {
        var home = directory.resolve("inbox");
        var process = InboxProcess.start(home);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        var acknowledgements = new Semaphore(0);
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            var peer = new Peer("MOCOCXR", "127.0.0.1", Integer.parseInt(output.readLine()));
            var senders = senders(peer, acknowledged, acknowledgements);

            acknowledgements.acquire(killAfter);
            process.destroyForcibly().waitFor();
            for (var sender : senders) {
                sender.join();
            }
        }

        try (var inbox =
                Inbox.open(InboxSettings.in(home), object -> Arrival.NEW, new ReceiveEvents(), Clock.systemUTC())) {
            var stored = inbox.reconcile(digest -> false);
            var uids = stored.stream()
                    .map(it -> it.identity().orElseThrow().sopInstanceUid())
                    .collect(Collectors.toSet());
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(killAfter);
            assertThat(uids).containsAll(acknowledged);
            assertThat(stored).allMatch(inbox::isIntact);
            assertThat(stored.size() - acknowledged.size()).isBetween(0, SENDERS);
        }
        assertThat(home.resolve("tmp")).isEmptyDirectory();
    }

    private List<Thread> senders(Peer peer, Set<String> acknowledged, Semaphore acknowledgements) throws IOException {
        var threads = new ArrayList<Thread>();
        for (var sender = 0; sender < SENDERS; sender++) {
            var prefix = "1.2.3." + sender + ".";
            var folder = Files.createDirectories(directory.resolve("sender" + sender));
            var thread = new Thread(() -> sendUntilKilled(peer, prefix, folder, acknowledged, acknowledgements));
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void sendUntilKilled(
            Peer peer, String prefix, Path folder, Set<String> acknowledged, Semaphore acknowledgements) {
        var contexts = PresentationContext.uncompressed(List.of(TinyObject.DX));
        try (var scu = StoreScu.connect(peer, "MODALITY", contexts)) {
            for (var number = 0; ; number++) {
                var object = TinyObject.dx(prefix + number, 200_000 + 2 * number);
                if (!scu.store(object.writeTo(folder)).isDelivered()) {
                    return;
                }
                acknowledged.add(object.sopInstanceUid());
                acknowledgements.release();
            }
        } catch (AssociationFailedException e) {
            return; // killed before this sender was let in
        }
    }
}
