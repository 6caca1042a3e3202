package org.mococxr.dicom.net;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

/** A peer that says exactly the bytes a test wants, well-formed or not, and reads what comes back. */
final class RawPeer implements Closeable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawPeer(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** @param from the loopback address to call from; a host has many of them */
    RawPeer(int port, String from) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    record Pdu(int type, byte[] body) {
        int status() throws IOException {
            assert type == PduType.P_DATA_TF;
            var command = new byte[body.length - 6];
            System.arraycopy(body, 6, command, 0, command.length);
            return CommandSet.decode(command).status().orElseThrow();
        }
    }

    RawPeer say(byte[]... parts) throws IOException {
        for (var part : parts) {
            socket.getOutputStream().write(part);
        }
        return this;
    }

    Pdu hear() throws IOException {
        var type = in.readUnsignedByte();
        in.readByte();
        var body = new byte[in.readInt()];
        in.readFully(body);
        return new Pdu(type, body);
    }

    /** Reads to the end and returns the type of the last PDU heard; 0 when the connection was just closed or reset. */
    int hearToTheEnd() {
        var last = 0;
        try {
            while (true) {
                last = hear().type();
            }
        } catch (EOFException | java.net.SocketException e) {
            return last;
        } catch (IOException e) {
            throw new AssertionError("the connection should have been closed by now", e);
        }
    }

    RawPeer associate() throws IOException {
        say(associateRequest());
        var answer = hear();
        if (answer.type() != PduType.ASSOCIATE_AC) {
            throw new AssertionError("association not accepted, PDU type " + answer.type());
        }
        return this;
    }

    void doneSending() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Context 1 is DX, context 3 verification, both explicit little endian first. */
    static byte[] associateRequest() {
        var contexts = List.of(PresentationContext.uncompressed(TinyObject.DX), PresentationContext.verification());
        return pdu(
                PduType.ASSOCIATE_RQ,
                AssociateRequest.of("MOCOCXR", "RAW", contexts, 16384).encode());
    }

    static byte[] pdu(int type, byte[] body) {
        return pduHeader(type, body.length, body);
    }

    /** A PDU that may lie about its length. */
    static byte[] pduHeader(int type, int length, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(length)
                .put(body)
                .array();
    }

    static byte[] fragment(int contextId, int flags, byte[] value) {
        return ByteBuffer.allocate(6 + value.length)
                .putInt(2 + value.length)
                .put((byte) contextId)
                .put((byte) flags)
                .put(value)
                .array();
    }

    static byte[] data(byte[]... fragments) {
        var body = new ByteArrayOutputStream();
        for (var fragment : fragments) {
            body.writeBytes(fragment);
        }
        return pdu(PduType.P_DATA_TF, body.toByteArray());
    }

    static byte[] echo() {
        return data(fragment(3, 3, CommandSet.echoRequest(1).encode()));
    }

    static byte[] storeCommand(String sopClassUid, String sopInstanceUid) {
        return data(fragment(
                1, 3, CommandSet.storeRequest(1, sopClassUid, sopInstanceUid).encode()));
    }
}
