package org.mococxr.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.net.IncomingObject;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreStatus;
import org.mococxr.dicom.net.TinyObject;

/**
 * Requirements covered: success means durable and recorded; what is not durable is not acknowledged; the object is kept byte for byte
 * under its digest; duplicates and conflicts are told apart; a full disk refuses and says so.
 */
class InboxTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Source FOLDER = new Source(Source.Way.FOLDER, "usb");

    @TempDir
    private Path directory;

    private final RecordingJournal journal = new RecordingJournal();
    private final AtomicLong usableBytes = new AtomicLong(10L << 30);
    private Inbox inbox;

    @BeforeEach
    void open() {
        var settings = InboxSettings.in(directory.resolve("inbox")).withSpace(usableBytes::get);
        inbox = Inbox.open(settings, journal, new ReceiveEvents(), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @AfterEach
    void leavesNothingTemporary() throws IOException {
        inbox.close();
        try (var files = Files.list(directory.resolve("inbox/tmp"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void keepsTheDatasetByteForByteUnderItsDigest() throws Exception {
        var sent = TinyObject.dx("1.2.3.5", 700_000);

        var status = receive(sent);

        assertThat(status).isEqualTo(StoreStatus.SUCCESS);
        var stored = journal.objects().get(0);
        var digest = sha256(sent.dataset());
        assertThat(stored.digest()).isEqualTo(digest);
        assertThat(stored.file())
                .isEqualTo(directory
                        .resolve("inbox/objects")
                        .resolve(digest.substring(0, 2))
                        .resolve(digest + ".dcm"));
        assertThat(stored.sizeBytes()).isEqualTo(sent.dataset().length);
        assertThat(stored.receivedAt()).isEqualTo(NOON);
        assertThat(stored.source()).isEqualTo(new Source(Source.Way.DICOM_NETWORK, "MODALITY@127.0.0.1"));
        assertThat(stored.identity())
                .contains(new DicomIdentity(
                        TinyObject.DX,
                        "1.2.3.5",
                        Optional.of("1.2.3"),
                        Optional.of("1.2.3.4"),
                        TinyObject.EXPLICIT,
                        false));
        var bytes = Files.readAllBytes(stored.file());
        assertThat(Arrays.copyOfRange(bytes, bytes.length - sent.dataset().length, bytes.length))
                .isEqualTo(sent.dataset());
        assertThat(inbox.isIntact(stored)).isTrue();
    }

    @Test
    void writesAFileThatAnyDicomReaderTakes() {
        receive(TinyObject.of(TinyObject.DX, "1.2.3.5", TinyObject.IMPLICIT, 100));

        var read = DicomReader.read(journal.objects().get(0).file());

        assertThat(read.sopInstanceUid()).contains("1.2.3.5");
        assertThat(read.transferSyntax().uid()).isEqualTo(TinyObject.IMPLICIT);
        assertThat(read.hasPixelData()).isTrue();
    }

    @Test
    void takesTheSameObjectTwiceButSaysItIsADuplicate() {
        var sent = TinyObject.dx("1.2.3.5", 100);

        var statuses = List.of(receive(sent), receive(sent));

        assertThat(statuses).containsOnly(StoreStatus.SUCCESS);
        assertThat(journal.arrivals()).containsExactly(Arrival.NEW, Arrival.DUPLICATE);
        assertThat(journal.objects()).extracting(StoredObject::alreadyThere).containsExactly(false, true);
        assertThat(journal.objects())
                .extracting(StoredObject::file)
                .containsOnly(journal.objects().get(0).file());
    }

    @Test
    void keepsBothObjectsThatClaimOneUidAndSaysThatTheyConflict() {
        receive(TinyObject.dx("1.2.3.5", 100));

        var status = receive(TinyObject.dx("1.2.3.5", 102));

        assertThat(status).isEqualTo(StoreStatus.SUCCESS);
        assertThat(journal.arrivals()).containsExactly(Arrival.NEW, Arrival.CONFLICT);
        assertThat(journal.objects()).allMatch(it -> Files.exists(it.file())).doesNotHaveDuplicates();
    }

    /** Senders and archives decode and rewrite on the way; a film is not another film for that. */
    @Test
    void takesAnObjectThatComesAgainInAnotherTransferSyntaxForADuplicateAndKeepsTheFirstBytes() throws IOException {
        receive(TinyObject.dx("1.2.3.5", 100));
        var first = stored().get(0);
        var bytes = Files.readAllBytes(first);

        var status = receive(TinyObject.of(TinyObject.DX, "1.2.3.5", TinyObject.IMPLICIT, 100));

        assertThat(status).isEqualTo(StoreStatus.SUCCESS);
        assertThat(journal.arrivals()).containsExactly(Arrival.NEW);
        assertThat(journal.sentAgain()).containsExactly(journal.objects().get(0).digest());
        assertThat(stored()).containsExactly(first);
        assertThat(first).hasBinaryContent(bytes);
    }

    /** Otherwise an object would be acknowledged of which nothing is left. */
    @Test
    void keepsWhatComesAgainInAnotherTransferSyntaxWhileTheFirstIsErased() {
        receive(TinyObject.dx("1.2.3.5", 100));
        journal.forget();

        receive(TinyObject.of(TinyObject.DX, "1.2.3.5", TinyObject.IMPLICIT, 100));

        assertThat(journal.objects()).hasSize(2).allMatch(it -> Files.exists(it.file()));
    }

    @Test
    void manySendersOfOneFilmInTwoTransferSyntaxesAtOnceMakeOneObject() throws Exception {
        var senders = new ArrayList<Callable<StoreStatus>>();
        for (var n = 0; n < 12; n++) {
            var syntax = n % 2 == 0 ? TinyObject.EXPLICIT : TinyObject.IMPLICIT;
            senders.add(() -> receive(TinyObject.of(TinyObject.DX, "1.2.3.5", syntax, 100)));
        }
        var threads = Executors.newFixedThreadPool(senders.size());

        var answers = threads.invokeAll(senders);
        threads.shutdown();

        for (var answer : answers) {
            assertThat(answer.get()).isEqualTo(StoreStatus.SUCCESS);
        }
        assertThat(journal.arrivals()).containsOnlyOnce(Arrival.NEW).doesNotContain(Arrival.CONFLICT);
        assertThat(stored()).hasSize(1);
    }

    /** The digest is of the data set, so that the same bytes announced as something else once took the first one's place. */
    @Test
    void theSameBytesUnderAnotherTransferSyntaxNeverTakeThePlaceOfTheFirst() throws IOException {
        var sent = TinyObject.dx("1.2.3.5", 100);
        receive(sent);
        var first = stored().get(0);
        var bytes = Files.readAllBytes(first);

        var status = receive(
                new TinyObject(sent.sopClassUid(), sent.sopInstanceUid(), TinyObject.JPEG_LOSSLESS, sent.dataset()));
        var again = receive(
                new TinyObject(sent.sopClassUid(), sent.sopInstanceUid(), TinyObject.JPEG_LOSSLESS, sent.dataset()));

        assertThat(List.of(status, again)).containsOnly(StoreStatus.SUCCESS);
        assertThat(first).hasBinaryContent(bytes);
        assertThat(journal.arrivals()).containsExactly(Arrival.NEW, Arrival.CONFLICT, Arrival.DUPLICATE);
        assertThat(stored()).hasSize(2);
        assertThat(journal.objects()).allMatch(inbox::isIntact);
        assertThat(inbox.reconcile(digest -> false)).hasSize(2);
    }

    @Test
    void keepsTheBytesOfTheFirstOfTwoSenders() throws IOException {
        var sent = TinyObject.dx("1.2.3.5", 100);
        inbox.accept(sent.writeTo(directory), FOLDER);
        var bytes = Files.readAllBytes(stored().get(0));

        receive(sent);

        assertThat(journal.arrivals()).containsExactly(Arrival.NEW, Arrival.DUPLICATE);
        assertThat(stored().get(0)).hasBinaryContent(bytes);
    }

    @Test
    void deletesAtOnceWhatTheRecordsDoNotWant() throws IOException {
        journal.wantNothing();

        var status = receive(TinyObject.dx("1.2.3.5", 100));

        assertThat(status).isEqualTo(StoreStatus.SUCCESS);
        assertThat(journal.objects()).hasSize(1).noneMatch(it -> Files.exists(it.file()));
    }

    @Test
    void answersA900WhenTheDatasetIsAnotherObjectThanTheCommandSaid() throws IOException {
        var sent = TinyObject.dx("1.2.3.5", 100);

        var otherInstance = inbox.store(announced(sent.sopClassUid(), "1.2.3.6"), stream(sent));
        var otherClass = inbox.store(announced(TinyObject.CT, "1.2.3.5"), stream(sent));

        assertThat(List.of(otherInstance.code(), otherClass.code())).containsOnly(0xa900);
        assertThat(stored()).isEmpty();
        assertThat(journal.refusals()).hasSize(2);
    }

    @Test
    void answersC000ToWhatIsNoDataset() throws IOException {
        var garbage = new byte[300];
        Arrays.fill(garbage, (byte) 0xff);

        var status = inbox.store(announced(TinyObject.DX, "1.2.3"), new ByteArrayInputStream(garbage));

        assertThat(status.code()).isEqualTo(0xc000);
        assertThat(stored()).isEmpty();
    }

    @Test
    void answersA900ToAnEmptyDataset() throws IOException {
        var status = inbox.store(announced(TinyObject.DX, "1.2.3"), InputStream.nullInputStream());

        assertThat(status.code()).isEqualTo(0xa900);
        assertThat(stored()).isEmpty();
    }

    @Test
    void answersA700BelowTheWatermarkBeforeReadingAByte() throws IOException {
        usableBytes.set(1000);
        var sent = new ByteArrayInputStream(TinyObject.dx("1.2.3", 100).dataset());
        var before = sent.available();

        var status = inbox.store(announced(TinyObject.DX, "1.2.3"), sent);

        assertThat(status.code()).isEqualTo(0xa700);
        assertThat(sent.available()).isEqualTo(before);
        assertThat(stored()).isEmpty();
    }

    @Test
    void answersA700WhenTheDiskFillsDuringTheTransfer() throws IOException {
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                usableBytes.set(given++ > 1 << 20 ? 0 : 10L << 30);
                return given > 100 << 20 ? -1 : 0;
            }
        };

        var status = inbox.store(announced(TinyObject.DX, "1.2.3"), endless);

        assertThat(status.code()).isEqualTo(0xa700);
        assertThat(endless.given).isLessThan(40 << 20);
        assertThat(stored()).isEmpty();
    }

    @Test
    void answersA700WhenTheDiskFailsAndGoesOnWhenItWorksAgain() throws IOException {
        var sent = TinyObject.dx("1.2.3", 100);
        Files.delete(directory.resolve("inbox/tmp"));

        var broken = receive(sent);
        Files.createDirectory(directory.resolve("inbox/tmp"));
        var repaired = receive(sent);

        assertThat(broken.code()).isEqualTo(0xa700);
        assertThat(repaired).isEqualTo(StoreStatus.SUCCESS);
    }

    @Test
    void letsTheSendersOwnFailurePassAndKeepsNothing() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the peer has gone");
            }
        };

        assertThatThrownBy(() -> inbox.store(announced(TinyObject.DX, "1.2.3"), broken))
                .isInstanceOf(IOException.class)
                .hasMessage("the peer has gone");
        assertThat(stored()).isEmpty();
    }

    @Test
    void keepsAnObjectTheJournalCouldNotRecordAndTellsTheSenderItFailed() {
        var sent = TinyObject.dx("1.2.3.5", 100);
        journal.failWith(new IllegalStateException("database is locked"));

        var status = receive(sent);
        journal.recover();
        var unrecorded = inbox.reconcile(journal::knows);
        var again = receive(sent);

        assertThat(status.code()).isEqualTo(0x0110);
        assertThat(unrecorded).singleElement().satisfies(it -> {
            assertThat(it.identity().orElseThrow().sopInstanceUid()).isEqualTo("1.2.3.5");
            assertThat(it.source()).isEqualTo(new Source(Source.Way.RECONCILED, "MODALITY"));
            assertThat(it.sizeBytes()).isEqualTo(sent.dataset().length);
            assertThat(inbox.isIntact(it)).isTrue();
        });
        assertThat(again).isEqualTo(StoreStatus.SUCCESS);
        assertThat(journal.arrivals()).containsExactly(Arrival.NEW);
        assertThat(inbox.reconcile(journal::knows)).isEmpty();
    }

    @Test
    void neitherReconcilesNorVouchesForAFileTheDiskHasDamagedAndHealsItWhenItIsSentAgain() throws IOException {
        var sent = TinyObject.dx("1.2.3.5", 1000);
        receive(sent);
        var stored = journal.objects().get(0);
        var bytes = Files.readAllBytes(stored.file());
        bytes[bytes.length - 1] ^= 1;
        Files.write(stored.file(), bytes);

        assertThat(inbox.isIntact(stored)).isFalse();
        assertThat(inbox.reconcile(digest -> false)).isEmpty();

        receive(sent);
        assertThat(inbox.isIntact(stored)).isTrue();
    }

    @Test
    void clearsUnfinishedTransfersWhenItOpens() throws IOException {
        inbox.close();
        Files.writeString(directory.resolve("inbox/tmp/half.part"), "half an object");

        open();

        try (var files = Files.list(directory.resolve("inbox/tmp"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void isUsedByOneProgramAtATime() {
        assertThatThrownBy(this::open)
                .isInstanceOf(InboxUnavailableException.class)
                .hasMessageContaining("already open");
    }

    @Test
    void refusesADirectoryThatIsNone() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> Inbox.open(InboxSettings.in(file), journal, new ReceiveEvents(), Clock.systemUTC()))
                .isInstanceOf(InboxUnavailableException.class)
                .hasMessageContaining("writable directory");
    }

    @Test
    void takesFilesTheSameWayAndKnowsThemAgainWhateverTheirHeaderSays() throws IOException {
        var object = TinyObject.dx("1.2.3.5", 5000);
        receive(object);
        var file = object.writeTo(directory);
        var hostilePreamble = Files.readAllBytes(file);
        System.arraycopy("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII), 0, hostilePreamble, 0, 10);

        var fromFile = inbox.accept(file, FOLDER);
        var fromUpload = inbox.accept(hostilePreamble, new Source(Source.Way.UPLOAD, "nurse"));

        assertThat(journal.arrivals()).containsExactly(Arrival.NEW, Arrival.DUPLICATE, Arrival.DUPLICATE);
        assertThat(fromFile.status()).isEqualTo(StoreStatus.SUCCESS);
        var stored = fromUpload.fold(it -> it.object().file(), it -> file);
        assertThat(Arrays.copyOf(Files.readAllBytes(stored), 128)).containsOnly(0);
    }

    @Test
    void takesADicomFileWithoutPreambleOrHeader() {
        var object = TinyObject.dx("1.2.3.5", 500);

        var accepted = inbox.accept(object.dataset(), FOLDER);

        assertThat(accepted.status()).isEqualTo(StoreStatus.SUCCESS);
        assertThat(journal.objects().get(0).sizeBytes()).isEqualTo(object.dataset().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void keepsPicturesByteForByteWithTheirOwnEnding(String ending) throws Exception {
        var picture = (ending.equals("png") ? "\u0089PNG\r\n\u001a\nrest" : "\u00ff\u00d8\u00ff\u00e0rest")
                .getBytes(StandardCharsets.ISO_8859_1);

        inbox.accept(picture, FOLDER);

        var stored = journal.objects().get(0);
        assertThat(stored.file()).hasBinaryContent(picture).hasFileName(sha256(picture) + "." + ending);
        assertThat(stored.identity()).isEmpty();
        assertThat(inbox.find(stored.digest())).contains(stored.file());
        assertThat(inbox.reconcile(digest -> false))
                .extracting(StoredObject::kind)
                .containsOnly(stored.kind());
    }

    @Test
    void refusesFilesThatAreNeitherDicomNorPictureAndSaysSo() {
        var text = inbox.accept("Dear colleague,\n".getBytes(StandardCharsets.US_ASCII), FOLDER);

        assertThat(text.status().code()).isEqualTo(0xc000);
        assertThat(text.status().comment()).contains("not readable as DICOM");
    }

    @Test
    void refusesAFileBeyondTheLimit() throws IOException {
        inbox.close();
        inbox = Inbox.open(
                InboxSettings.in(directory.resolve("inbox")).withMaxObjectBytes(1000),
                journal,
                new ReceiveEvents(),
                Clock.systemUTC());
        var file = TinyObject.dx("1.2.3.5", 5000).writeTo(directory);

        assertThat(inbox.accept(file, FOLDER).status().comment()).contains("more than 1000 bytes");
        assertThat(inbox.accept(Files.readAllBytes(file), FOLDER).status().code())
                .isEqualTo(0xc000);
    }

    @Test
    void findsNothingByWhatIsNoDigest() {
        assertThat(inbox.find("../../etc/passwd")).isEmpty();
        assertThat(inbox.find("")).isEmpty();
    }

    private List<Path> stored() {
        try (var files = Files.walk(directory.resolve("inbox/objects"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private StoreStatus receive(TinyObject object) {
        try {
            return inbox.store(
                    new IncomingObject(
                            object.sopClassUid(),
                            object.sopInstanceUid(),
                            object.transferSyntaxUid(),
                            "MODALITY",
                            "MOCOCXR",
                            InetAddress.getLoopbackAddress()),
                    stream(object));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static IncomingObject announced(String sopClassUid, String sopInstanceUid) {
        return new IncomingObject(
                sopClassUid,
                sopInstanceUid,
                TinyObject.EXPLICIT,
                "MODALITY",
                "MOCOCXR",
                InetAddress.getLoopbackAddress());
    }

    private static InputStream stream(TinyObject object) {
        return new ByteArrayInputStream(object.dataset());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
