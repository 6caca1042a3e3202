package org.mococxr.dicom.codec.jpeg2000;

import java.io.ByteArrayOutputStream;

/** Writes bits such that a byte FF is followed by one of seven bits (T.800 B.10.1, D.6). */
final class StuffedBits {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int current;
    private int free = 8;
    private int last;

    void write(int bit) {
        current |= bit << --free;
        if (free == 0) {
            end();
        }
    }

    void write(int value, int count) {
        for (var i = count - 1; i >= 0; i--) {
            write(value >> i & 1);
        }
    }

    private void end() {
        out.write(current);
        last = current;
        free = current == 0xff ? 7 : 8;
        current = 0;
    }

    /** A packet header: whole bytes, none of them a last FF. */
    byte[] header() {
        if (free < 8 && !(free == 7 && last == 0xff && current == 0) || last == 0xff) {
            end();
        }
        if (last == 0xff) {
            end();
        }
        return out.toByteArray();
    }

    /** A bypassed segment: whole bytes; what is missing behind a last FF is read as ones. */
    byte[] segment() {
        var full = last == 0xff ? 7 : 8;
        if (free < full) {
            end();
        }
        var bytes = out.toByteArray();
        return bytes.length > 0 && bytes[bytes.length - 1] == -1
                ? java.util.Arrays.copyOf(bytes, bytes.length - 1)
                : bytes;
    }
}
