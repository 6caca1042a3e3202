package org.mococxr.dicom.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Walks the nested type-length-value items of an association PDU; a length that does not fit is a protocol violation. */
final class ItemReader {
    private final ByteBuffer bytes;

    private ItemReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static ItemReader of(byte[] body) {
        return new ItemReader(ByteBuffer.wrap(body));
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    int remaining() {
        return bytes.remaining();
    }

    int byte8() throws ProtocolViolationException {
        need(1);
        return bytes.get() & 0xff;
    }

    int short16() throws ProtocolViolationException {
        need(2);
        return bytes.getShort() & 0xffff;
    }

    long int32() throws ProtocolViolationException {
        need(4);
        return bytes.getInt() & 0xffffffffL;
    }

    ItemReader skip(int count) throws ProtocolViolationException {
        need(count);
        bytes.position(bytes.position() + count);
        return this;
    }

    /** The type of the next item; {@link #body()} then gives what is inside it. */
    int itemType() throws ProtocolViolationException {
        var type = byte8();
        skip(1);
        return type;
    }

    ItemReader body() throws ProtocolViolationException {
        var length = short16();
        need(length);
        var inner = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return new ItemReader(inner);
    }

    String text() throws ProtocolViolationException {
        return text(bytes.remaining());
    }

    /** Text without the padding peers add (spaces, NUL); bytes outside printable ASCII become '?', so it may be logged. */
    String text(int length) throws ProtocolViolationException {
        need(length);
        var raw = new byte[length];
        bytes.get(raw);
        var end = length;
        while (end > 0 && (raw[end - 1] == 0 || raw[end - 1] == ' ')) {
            end--;
        }
        for (var i = 0; i < end; i++) {
            if (raw[i] < 0x20 || raw[i] > 0x7e) {
                raw[i] = '?';
            }
        }
        return new String(raw, 0, end, StandardCharsets.US_ASCII).strip();
    }

    private void need(int count) throws ProtocolViolationException {
        if (bytes.remaining() < count) {
            throw ProtocolViolationException.invalid(
                    "association item needs " + count + " bytes, only " + bytes.remaining() + " are left");
        }
    }
}
