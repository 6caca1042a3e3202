package org.mococxr.benchmarks;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.Peer;

/**
 * An association from a source address of one's choice, because a server takes only so many from one; it says nothing until it is told to
 * send a film. Written from PS3.8 sections 9.3.2 and 9.3.5 and PS3.7 section 9.3.1.
 */
final class OpenAssociation implements AutoCloseable {
    private static final int ACCEPTED = 2;
    private static final int MOST_PDU_BYTES = 16384;
    private static final int DATA = 4;
    private static final int COMMAND_FLAG = 1;
    private static final int LAST_FLAG = 2;

    private final Socket socket;

    private OpenAssociation(Socket socket) {
        this.socket = socket;
    }

    /** @param from an address of this machine */
    static OpenAssociation to(Peer peer, String from) throws IOException {
        var socket = new Socket(peer.host(), peer.port(), InetAddress.getByName(from), 0);
        socket.getOutputStream().write(request(peer));
        var association = new OpenAssociation(socket);
        var kind = association.answer();
        if (kind != ACCEPTED) {
            socket.close();
            throw new AssertionError(
                    "the box answers an association request from %s with a PDU of type %d".formatted(from, kind));
        }
        return association;
    }

    /** The type of the next PDU, which is read to its end. */
    private int answer() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var kind = in.readUnsignedByte();
        in.readByte();
        in.readNBytes(in.readInt());
        return kind;
    }

    /** Sends a film and waits for an answer. */
    void store(DicomObject film) throws IOException {
        var command = new Attributes();
        command.setString(0x00000002, VR.UI, UID.DigitalXRayImageStorageForPresentation);
        command.setInt(0x00000100, VR.US, 1); // C-STORE-RQ
        command.setInt(0x00000110, VR.US, 1);
        command.setInt(0x00000700, VR.US, 0);
        command.setInt(0x00000800, VR.US, 1);
        command.setString(0x00001000, VR.UI, film.sopInstanceUid().orElseThrow());
        var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), MOST_PDU_BYTES));
        var bytes = implicit(command);
        fragment(out, bytes, bytes.length, COMMAND_FLAG | LAST_FLAG);
        try (var dataset = new Fragments(out)) {
            DicomWriter.writeDataset(dataset, film.dataset(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        }
        out.flush();
        var kind = answer();
        if (kind != DATA) {
            throw new AssertionError("the box answers a film with a PDU of type %d".formatted(kind));
        }
    }

    /** A command set is implicit little endian and begins with its length (PS3.7 section 6.3.1). */
    private static byte[] implicit(Attributes command) throws IOException {
        var elements = new ByteArrayOutputStream();
        for (var tag : command.tags()) {
            var value = command.getBytes(tag).orElseThrow();
            var even = Arrays.copyOf(value, value.length + 1 & ~1);
            elements.write(littleEndian(8)
                    .putShort((short) 0)
                    .putShort((short) tag)
                    .putInt(even.length)
                    .array());
            elements.write(even);
        }
        var whole = new ByteArrayOutputStream();
        whole.write(littleEndian(12).putInt(0).putInt(4).putInt(elements.size()).array());
        elements.writeTo(whole);
        return whole.toByteArray();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void fragment(DataOutputStream out, byte[] bytes, int length, int flags) throws IOException {
        out.writeByte(DATA);
        out.writeByte(0);
        out.writeInt(length + 6);
        out.writeInt(length + 2);
        out.writeByte(1);
        out.writeByte(flags);
        out.write(bytes, 0, length);
    }

    /** A data set in fragments of the agreed size; closing sends the last. */
    private static final class Fragments extends OutputStream {
        private final DataOutputStream out;
        private final byte[] held = new byte[MOST_PDU_BYTES - 6];
        private int filled;

        private Fragments(DataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            for (int from = offset, left = count; left > 0; ) {
                if (filled == held.length) {
                    fragment(out, held, filled, 0);
                    filled = 0;
                }
                var part = Math.min(left, held.length - filled);
                System.arraycopy(bytes, from, held, filled, part);
                filled += part;
                from += part;
                left -= part;
            }
        }

        @Override
        public void close() throws IOException {
            fragment(out, held, filled, LAST_FLAG);
        }
    }

    private static byte[] request(Peer peer) throws IOException {
        var context = new ByteArrayOutputStream();
        context.write(new byte[] {1, 0, 0, 0});
        context.write(item(0x30, uid(UID.DigitalXRayImageStorageForPresentation)));
        context.write(item(0x40, uid(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())));
        var user = new ByteArrayOutputStream();
        user.write(item(0x51, new byte[] {0, 0, MOST_PDU_BYTES >> 8, 0}));
        user.write(item(0x52, uid("1.2.3.4")));
        var body = new ByteArrayOutputStream();
        body.write(new byte[] {0, 1, 0, 0});
        body.write("%-16s%-16s".formatted(peer.aeTitle(), "XRAY1").getBytes(StandardCharsets.US_ASCII));
        body.write(new byte[32]);
        body.write(item(0x10, uid("1.2.840.10008.3.1.1.1")));
        body.write(item(0x20, context.toByteArray()));
        body.write(item(0x50, user.toByteArray()));
        var pdu = new ByteArrayOutputStream();
        var out = new DataOutputStream(pdu);
        out.writeByte(1);
        out.writeByte(0);
        out.writeInt(body.size());
        body.writeTo(out);
        return pdu.toByteArray();
    }

    private static byte[] uid(String uid) {
        return uid.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] item(int kind, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(kind);
        out.writeByte(0);
        out.writeShort(content.length);
        out.write(content);
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
