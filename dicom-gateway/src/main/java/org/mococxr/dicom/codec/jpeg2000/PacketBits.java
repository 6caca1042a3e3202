package org.mococxr.dicom.codec.jpeg2000;

/** Bits of packet headers: behind a byte FF comes a byte of seven bits (T.800 B.10.1). */
final class PacketBits {
    private final byte[] bytes;
    private final int end;
    private int at;
    private int current;
    private int left;

    /** Reads from {@code at} and never from {@code end} on. */
    PacketBits(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    int next() {
        if (left == 0) {
            left = current == 0xff ? 7 : 8;
            if (at >= end) {
                throw new CodestreamUnreadableException("the codestream ends inside a packet header");
            }
            current = bytes[at++] & 0xff;
        }
        left--;
        return current >> left & 1;
    }

    int next(int count) {
        var value = 0;
        for (var i = 0; i < count; i++) {
            value = value << 1 | next();
        }
        return value;
    }

    /** Ends the header and returns where the byte behind it is; a last byte FF has one more behind it. */
    int finish() {
        if (current == 0xff) {
            at++;
        }
        return at;
    }
}
