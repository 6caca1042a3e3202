package org.mococxr.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.Peer;

/**
 * An association that is agreed on and then says nothing, from a source address of one's choice: a server takes only so many from one.
 * Written from PS3.8 section 9.3.2.
 */
final class OpenAssociation implements AutoCloseable {
    private static final int ACCEPTED = 2;
    private static final int MOST_PDU_BYTES = 16384;

    private final Socket socket;

    private OpenAssociation(Socket socket) {
        this.socket = socket;
    }

    /** @param from an address of this machine */
    static OpenAssociation to(Peer peer, String from) throws IOException {
        var socket = new Socket(peer.host(), peer.port(), InetAddress.getByName(from), 0);
        socket.getOutputStream().write(request(peer));
        var kind = new DataInputStream(socket.getInputStream()).readUnsignedByte();
        if (kind != ACCEPTED) {
            socket.close();
            throw new AssertionError(
                    "the box answers an association request from %s with a PDU of type %d".formatted(from, kind));
        }
        return new OpenAssociation(socket);
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
