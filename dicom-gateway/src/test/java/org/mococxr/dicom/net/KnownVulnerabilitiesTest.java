package org.mococxr.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mococxr.dicom.net.TinyObject.DX;
import static org.mococxr.dicom.net.TinyObject.EXPLICIT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.inbox.Arrival;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxSettings;
import org.mococxr.inbox.Source;
import org.mococxr.inbox.StoredObject;

/**
 * The classes of flaws that were published about DICOM receivers, each tried on this one over the network, with the inbox behind it
 * as on the box. After each the receiver answers an echo, and nothing was written outside the inbox.
 */
@Timeout(120)
class KnownVulnerabilitiesTest {
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";

    @TempDir
    private Path folder;

    private final List<StoredObject> stored = new CopyOnWriteArrayList<>();
    private Inbox inbox;
    private StoreScp scp;

    @BeforeEach
    void listen() {
        inbox = Inbox.open(
                InboxSettings.in(folder.resolve("inbox")).withWatermarkBytes(0),
                object -> {
                    stored.add(object);
                    return Arrival.NEW;
                },
                new ReceiveEvents(),
                Clock.systemUTC());
        scp = StoreScp.builder(inbox)
                .bindAddress(InetAddress.getLoopbackAddress())
                .start();
    }

    @AfterEach
    void isUnharmed() throws IOException {
        try (var ignoredInbox = inbox;
                var receiver = scp;
                var honest = new RawPeer(receiver.port()).associate()) {
            assertThat(honest.say(RawPeer.echo()).hear().status()).isZero();
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("inbox"));
        }
        assertThat(folder.resolve("inbox/tmp")).isEmptyDirectory();
    }

    /** CVE-2026-50003 (DCMTK), pynetdicom 1086, and the usual example code of dcm4che: a UID taken for a file name. */
    @Test
    void pathTraversalByUid() throws IOException {
        var uid = "../../../escaped";

        assertThat(store(DX, uid, EXPLICIT, object(uid))).isEqualTo(0x0117);
        assertThat(store(DX, "1.2.3", EXPLICIT, object(uid))).isEqualTo(0xa900);
        assertThat(stored).isEmpty();
    }

    /** The same through UIDs the receiver does not check, since it never names a file by them. */
    @Test
    void pathTraversalByStudyAndSeries() throws IOException {
        var dataset =
                bytes(object("1.2.3"), text(0x0020, 0x000d, "UI", "../../study"), text(0x0020, 0x000e, "UI", "/etc"));

        assertThat(store(DX, "1.2.3", EXPLICIT, dataset)).isZero();
        assertThat(stored).singleElement().satisfies(it -> assertThat(it.file()).startsWith(folder.resolve("inbox")));
    }

    /** CVE-2026-5663 (DCMTK storescp --exec-on-*): names from the network reach no shell, because there is none. */
    @Test
    void commandInjectionByAeTitleAndPatientName() throws IOException {
        var name = "$(touch escaped)";
        var request =
                AssociateRequest.of("`touch escaped`", name, List.of(PresentationContext.uncompressed(DX)), 16384);
        try (var peer = new RawPeer(scp.port()).say(RawPeer.pdu(PduType.ASSOCIATE_RQ, request.encode()))) {
            peer.hear();
            var dataset = bytes(object("1.2.3"), text(0x0010, 0x0010, "PN", name + ";touch escaped"));

            peer.say(RawPeer.storeCommand(DX, "1.2.3"), RawPeer.data(RawPeer.fragment(1, 2, dataset)));

            assertThat(peer.hear().status()).isZero();
        }
        assertThat(Path.of("escaped")).doesNotExist();
    }

    /** A line break in an AE title would forge lines of the log. */
    @Test
    void logForgingByAeTitle() throws IOException {
        var body = AssociateRequest.of("A", "B", List.of(PresentationContext.verification()), 16384)
                .encode();
        System.arraycopy("B\r\n2026 ERROR x".getBytes(StandardCharsets.US_ASCII), 0, body, 20, 15);

        assertThat(AssociateRequest.decode(body).callingAeTitle()).isEqualTo("B??2026 ERROR x");
    }

    /** CVE-2026-3650 (GDCM), dcm4che 1584 and its 64 MB for a file of 20 bytes: memory for a length that is only claimed. */
    @Test
    void allocationOfAClaimedLength() throws IOException {
        for (var claimed : new int[] {0x7ffffff0, 0xfffffff0, 600 << 20}) {
            var dataset = bytes(object("1.2.3"), longElement(0x0009, 0x1001, "OB", claimed, new byte[20]));

            assertThat(store(DX, "1.2.3", EXPLICIT, dataset)).isEqualTo(0xc000);
        }
        assertThat(stored).isEmpty();
    }

    /** CVE-2026-5438 and others (Orthanc): some kilobytes that inflate to gigabytes. Only the header is inflated, up to 16 MiB. */
    @Test
    void inflationBomb() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bomb, new Deflater(9, true))) {
            out.write(object("1.2.3"));
            out.write(longElement(0x0009, 0x1001, "OB", 1 << 30, new byte[0]));
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 256; i++) {
                out.write(zeros);
            }
        }

        assertThat(bomb.size()).isLessThan(1 << 20);
        assertThat(storeProposing(DEFLATED, bomb.toByteArray())).isEqualTo(0xc000);
        assertThat(stored).isEmpty();
    }

    /** dcm4che: 320 KB of nested sequences overflow the stack. */
    @Test
    void stackOverflowByNestedSequences() throws IOException {
        var nested = new ByteArrayOutputStream();
        nested.writeBytes(object("1.2.3"));
        for (var depth = 0; depth < 20_000; depth++) {
            nested.writeBytes(longElement(0x0009, 0x1001, "SQ", 0xffffffff, new byte[0]));
            nested.writeBytes(new byte[] {(byte) 0xfe, (byte) 0xff, 0, (byte) 0xe0, -1, -1, -1, -1});
        }

        assertThat(store(DX, "1.2.3", EXPLICIT, nested.toByteArray())).isEqualTo(0xc000);
    }

    /** Millions of empty elements cost more memory than the bytes they come in. */
    @Test
    void amplificationByTinyElements() throws IOException {
        var many = new ByteArrayOutputStream();
        many.writeBytes(object("1.2.3"));
        for (var i = 0; i < 150_000; i++) {
            many.writeBytes(text(0x0009, 0x1000 + i % 0x1000, "LO", ""));
        }

        assertThat(store(DX, "1.2.3", EXPLICIT, many.toByteArray())).isEqualTo(0xc000);
    }

    /** CVE-2026-5437 (Orthanc): a file whose meta information claims more bytes than there are. */
    @Test
    void overReadOfFileMetaInformation() {
        for (var claimed : new int[] {0x7fffffff, 0xffffffff, 70_000}) {
            var file = bytes(
                    new byte[128],
                    "DICM".getBytes(StandardCharsets.US_ASCII),
                    longElement(0x0002, 0x0001, "OB", claimed, new byte[] {0, 1}));

            var answer = inbox.accept(file, new Source(Source.Way.UPLOAD, "a test"));

            assertThat(answer.status().code()).isEqualTo(0xc000);
        }
    }

    /** io-dicom, pull request 38: a second A-ASSOCIATE-RQ where the data set should be. */
    @Test
    void associationRequestInsideADataset() throws IOException {
        try (var peer = new RawPeer(scp.port()).associate()) {
            peer.say(
                    RawPeer.storeCommand(DX, "1.2.3"),
                    RawPeer.data(RawPeer.fragment(1, 0, object("1.2.3"))),
                    RawPeer.associateRequest());

            assertThat(peer.hear().body()).containsExactly(0, 0, Abort.SERVICE_PROVIDER, Abort.UNEXPECTED_PDU);
        }
        assertThat(stored).isEmpty();
    }

    /** Orthanc, dcm4che: numbers of rows and columns that overflow when they are multiplied. The receiver never multiplies. */
    @Test
    void overflowByDimensions() throws IOException {
        var dataset = bytes(
                object("1.2.3"),
                element(0x0028, 0x0010, "US", new byte[] {-1, -1}),
                element(0x0028, 0x0011, "US", new byte[] {-1, -1}),
                longElement(0x7fe0, 0x0010, "OW", 2, new byte[2]));

        assertThat(store(DX, "1.2.3", EXPLICIT, dataset)).isZero();
        assertThat(stored).hasSize(1);
    }

    private int store(String sopClass, String uid, String syntax, byte[] dataset) throws IOException {
        return store(PresentationContext.of(DX, syntax), RawPeer.storeCommand(sopClass, uid), dataset);
    }

    private int storeProposing(String syntax, byte[] dataset) throws IOException {
        return store(PresentationContext.of(DX, syntax), RawPeer.storeCommand(DX, "1.2.3"), dataset);
    }

    private int store(PresentationContext context, byte[] command, byte[] dataset) throws IOException {
        var request = AssociateRequest.of("MOCOCXR", "RAW", List.of(context), 16384);
        try (var peer = new RawPeer(scp.port()).say(RawPeer.pdu(PduType.ASSOCIATE_RQ, request.encode()))) {
            peer.hear();
            peer.say(command);
            for (var at = 0; at < dataset.length; at += 60_000) {
                var count = Math.min(60_000, dataset.length - at);
                var part = Arrays.copyOfRange(dataset, at, at + count);
                peer.say(RawPeer.data(RawPeer.fragment(1, at + count == dataset.length ? 2 : 0, part)));
            }
            return peer.hear().status();
        }
    }

    /** As much of a DX as its identity takes. */
    private static byte[] object(String uid) {
        return bytes(text(0x0008, 0x0016, "UI", DX), text(0x0008, 0x0018, "UI", uid));
    }

    private static byte[] text(int group, int element, String vr, String value) {
        var padded = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        return element(group, element, vr, padded.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] element(int group, int element, String vr, byte[] value) {
        return ByteBuffer.allocate(8 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) group)
                .putShort((short) element)
                .put(vr.getBytes(StandardCharsets.US_ASCII))
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    /** An element with a length of four bytes, which may be a lie. */
    private static byte[] longElement(int group, int element, String vr, int length, byte[] value) {
        return ByteBuffer.allocate(12 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) group)
                .putShort((short) element)
                .put(vr.getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putInt(length)
                .put(value)
                .array();
    }

    private static byte[] bytes(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
