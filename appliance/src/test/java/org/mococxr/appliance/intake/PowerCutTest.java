package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxSettings;

/**
 * Requirement covered: killed at random moments under load, again and again, the box has every film it acknowledged, once, whole and
 * in its journal. Modalities do what they do: what was not acknowledged they send again.
 */
class PowerCutTest {
    private static final int MODALITIES = 3;
    private static final int LONGEST_RUN_MILLIS = 400;

    @TempDir
    private Path data;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    @Timeout(180)
    void nothingAcknowledgedIsLostOrDoubledBySixPowerCuts() throws Exception {
        cut(6, new Random(1));
    }

    /** Two hundred in all, in four parts that can be run one by one. */
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5})
    @Tag("soak")
    @Timeout(3600)
    void nothingAcknowledgedIsLostOrDoubledByFiftyPowerCuts(long seed) throws Exception {
        cut(50, new Random(seed));
    }

    private void cut(int times, Random random) throws Exception {
        var modalities = IntStream.range(0, MODALITIES).mapToObj(Modality::new).toList();
        for (var round = 0; round < times; round++) {
            runAndKill(modalities, random.nextInt(LONGEST_RUN_MILLIS));
        }

        var sent = modalities.stream().mapToInt(Modality::begun).sum();
        try (var journal = Journal.open(data.resolve("journal.db"), Clock.systemUTC());
                var inbox = open(journal)) {
            var films = journal.worklist().films(FilmFilter.ALL, 1_000_000);
            var stored = inbox.reconcile(digest -> false);
            var digests = stored.stream().map(it -> it.digest()).collect(Collectors.toSet());

            assertThat(acknowledged).hasSizeGreaterThan(times);
            assertThat(digests).containsAll(acknowledged);
            assertThat(stored).allMatch(inbox::isIntact);
            assertThat(acknowledged)
                    .allMatch(digest -> journal.worklist().filmOfDigest(digest).isPresent());
            assertThat(films).hasSameSizeAs(digests).hasSizeLessThanOrEqualTo(sent);
            assertThat(new HashSet<>(films)).hasSameSizeAs(films);
            System.out.printf(
                    "%d power cuts: %d films sent, %d acknowledged, %d on the disk and in the journal%n",
                    times, sent, acknowledged.size(), films.size());
        }
        assertThat(data.resolve("inbox/tmp")).isEmptyDirectory();
    }

    private Inbox open(Journal journal) {
        var settings = InboxSettings.in(data.resolve("inbox")).withWatermarkBytes(0);
        var record = new Intake.Record(journal, () -> {});
        var inbox = Inbox.open(settings, record, new ReceiveEvents(), Clock.systemUTC());
        Intake.open(inbox, record, journal, 1); // reconciles, as each start does
        return inbox;
    }

    private void runAndKill(List<Modality> modalities, int afterMillis) throws Exception {
        var process = IntakeProcess.start(data);
        var first = new Semaphore(0);
        var threads = new ArrayList<Thread>();
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            var peer = new Peer("MOCOCXR", "127.0.0.1", Integer.parseInt(output.readLine()));
            for (var modality : modalities) {
                var thread = new Thread(() -> modality.sendUntilCut(peer, first));
                thread.start();
                threads.add(thread);
            }
            first.acquire();
            process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
        for (var thread : threads) {
            thread.join();
        }
    }

    /** Sends film after film; one that was not acknowledged comes first next time. For one thread at a time. */
    private final class Modality {
        private final int number;
        private int next;

        Modality(int number) {
            this.number = number;
        }

        int begun() {
            return next + 1;
        }

        void sendUntilCut(Peer peer, Semaphore first) {
            var contexts = PresentationContext.uncompressed(List.of(UID.DigitalXRayImageStorageForPresentation));
            try (var scu = StoreScu.connect(peer, "XRAY" + number, contexts)) {
                while (true) {
                    var film = film(number, next);
                    if (!scu.store(film).isDelivered()) {
                        return;
                    }
                    acknowledged.add(digest(film));
                    next++;
                    first.release();
                }
            } catch (AssociationFailedException e) {
                return; // cut before this one was let in
            }
        }
    }

    private static DicomObject film(int modality, int number) {
        var dataset = new Attributes();
        dataset.setString(org.mococxr.dicom.Tag.SOPClassUID, VR.UI, UID.DigitalXRayImageStorageForPresentation);
        dataset.setString(org.mococxr.dicom.Tag.SOPInstanceUID, VR.UI, "2.25." + (modality + 1) + "." + number);
        dataset.setString(org.mococxr.dicom.Tag.StudyInstanceUID, VR.UI, "2.25.9");
        var pixels = new byte[20_000 + 20_000 * (number % 7)];
        new Random(number).nextBytes(pixels);
        dataset.setBytes(org.mococxr.dicom.Tag.PixelData, VR.OW, pixels);
        return DicomObject.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    /** Of the data set as it travels. */
    private static String digest(DicomObject film) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            DicomWriter.writeDataset(
                    new DigestOutputStream(OutputStream.nullOutputStream(), digest),
                    film.dataset(),
                    film.transferSyntax());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
