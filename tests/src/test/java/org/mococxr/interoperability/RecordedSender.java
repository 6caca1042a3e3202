package org.mococxr.interoperability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.Peer;

/**
 * A modality that costs next to nothing: what it says is encoded beforehand, byte for byte the same for every receiver, and the system
 * copies it from the file into the connection (sendfile). One association, one presentation context, P-DATA of 16 KiB, which is the
 * least that any receiver here asks for. PS3.8 section 9.3, PS3.7 section 9.3.1.
 */
final class RecordedSender {
    private static final int CONTEXT_ID = 1;
    private static final int PDU_BYTES = 16 << 10;
    private static final int FRAGMENT_BYTES = PDU_BYTES - 6;
    private static final int COMMAND_PDV = 3;
    private static final int LAST_PDV = 2;
    private static final byte[] STATUS_ELEMENT = {0, 0, 0, 9, 2, 0, 0, 0};

    private RecordedSender() {}

    /** Writes the P-DATA of one C-STORE request: the command, then the data set. */
    static Path record(DicomObject film, Path file) throws IOException {
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            var whole = new ByteArrayOutputStream();
            pdata(
                    out,
                    COMMAND_PDV,
                    command(film.dataset().getString(Tag.SOPInstanceUID).orElseThrow()));
            DicomWriter.writeDataset(whole, film.dataset(), film.transferSyntax());
            var dataset = whole.toByteArray();
            for (var from = 0; from < dataset.length; from += FRAGMENT_BYTES) {
                var to = Math.min(from + FRAGMENT_BYTES, dataset.length);
                pdata(out, to == dataset.length ? LAST_PDV : 0, Arrays.copyOfRange(dataset, from, to));
            }
        }
        return file;
    }

    /** Sends what was recorded, one after another, each after the receiver said yes to the one before. */
    static void send(Peer peer, List<Path> recorded) throws IOException {
        try (var socket = SocketChannel.open(new InetSocketAddress(peer.host(), peer.port()))) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(socket)));
            write(socket, associateRequest(peer.aeTitle()));
            expect(in, 2);
            for (var film : recorded) {
                try (var file = FileChannel.open(film)) {
                    for (var at = 0L; at < file.size(); ) {
                        at += file.transferTo(at, file.size() - at, socket);
                    }
                }
                requireSuccess(expect(in, 4));
            }
            write(socket, pdu(5, new byte[4]));
            expect(in, 6);
        }
    }

    private static void write(SocketChannel socket, byte[] pdu) throws IOException {
        for (var bytes = ByteBuffer.wrap(pdu); bytes.hasRemaining(); ) {
            socket.write(bytes);
        }
    }

    private static byte[] expect(DataInputStream in, int type) throws IOException {
        var heard = in.readUnsignedByte();
        in.readByte();
        var body = in.readNBytes(in.readInt());
        if (heard != type) {
            throw new AssertionError("a PDU of type %d came where %d was due".formatted(heard, type));
        }
        return body;
    }

    private static void requireSuccess(byte[] response) {
        for (var at = 0; at + STATUS_ELEMENT.length + 2 <= response.length; at++) {
            if (Arrays.equals(response, at, at + STATUS_ELEMENT.length, STATUS_ELEMENT, 0, STATUS_ELEMENT.length)) {
                var status = response[at + 8] & 0xff | (response[at + 9] & 0xff) << 8;
                if (status != 0) {
                    throw new AssertionError("the receiver answered with status %04X".formatted(status));
                }
                return;
            }
        }
        throw new AssertionError("an answer without a status");
    }

    private static byte[] associateRequest(String called) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(1 << 16); // protocol version 1, two reserved bytes
        out.write("%-16s%-16s".formatted(called, "BENCHMARK").getBytes(US_ASCII));
        out.write(new byte[32]);
        item(out, 0x10, UID.DICOMApplicationContext.getBytes(US_ASCII));
        var context = new ByteArrayOutputStream();
        var contextOut = new DataOutputStream(context);
        contextOut.writeInt(CONTEXT_ID << 24);
        item(contextOut, 0x30, UID.DigitalXRayImageStorageForPresentation.getBytes(US_ASCII));
        item(contextOut, 0x40, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().getBytes(US_ASCII));
        item(out, 0x20, context.toByteArray());
        var user = new ByteArrayOutputStream();
        var userOut = new DataOutputStream(user);
        item(userOut, 0x51, ByteBuffer.allocate(4).putInt(PDU_BYTES).array());
        item(userOut, 0x52, "2.25.1".getBytes(US_ASCII));
        item(out, 0x50, user.toByteArray());
        return pdu(1, bytes.toByteArray());
    }

    private static void item(DataOutputStream out, int type, byte[] value) throws IOException {
        out.writeByte(type);
        out.writeByte(0);
        out.writeShort(value.length);
        out.write(value);
    }

    private static void pdata(DataOutputStream out, int flags, byte[] fragment) throws IOException {
        var body = ByteBuffer.allocate(6 + fragment.length)
                .putInt(2 + fragment.length)
                .put((byte) CONTEXT_ID)
                .put((byte) flags)
                .put(fragment);
        out.write(pdu(4, body.array()));
    }

    private static byte[] pdu(int type, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** C-STORE-RQ in implicit little endian, as all commands are. */
    private static byte[] command(String sopInstanceUid) {
        var elements = new ByteArrayOutputStream();
        element(elements, 0x0002, text(UID.DigitalXRayImageStorageForPresentation));
        element(elements, 0x0100, number(0x0001));
        element(elements, 0x0110, number(1));
        element(elements, 0x0700, number(0));
        element(elements, 0x0800, number(0));
        element(elements, 0x1000, text(sopInstanceUid));
        var whole = new ByteArrayOutputStream();
        element(whole, 0x0000, little(4).putInt(elements.size()).array());
        whole.writeBytes(elements.toByteArray());
        return whole.toByteArray();
    }

    private static void element(ByteArrayOutputStream out, int element, byte[] value) {
        out.writeBytes(little(8)
                .putShort((short) 0)
                .putShort((short) element)
                .putInt(value.length)
                .array());
        out.writeBytes(value);
    }

    private static byte[] text(String uid) {
        return (uid.length() % 2 == 0 ? uid : uid + "\0").getBytes(US_ASCII);
    }

    private static byte[] number(int value) {
        return little(2).putShort((short) value).array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
