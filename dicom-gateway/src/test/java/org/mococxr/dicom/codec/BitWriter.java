package org.mococxr.dicom.codec;

import java.io.ByteArrayOutputStream;

/** Writes entropy-coded bits as JPEG (a zero byte after FF) or JPEG-LS (a zero bit after FF) wants them. */
final class BitWriter {
    private final ByteArrayOutputStream out;
    private final boolean stuffsBits;
    private int current;
    private int filled;

    BitWriter(ByteArrayOutputStream out, boolean stuffsBits) {
        this.out = out;
        this.stuffsBits = stuffsBits;
    }

    void put(long value, int count) {
        for (var i = count - 1; i >= 0; i--) {
            current = current << 1 | (int) (value >>> i & 1);
            if (++filled == 8) {
                flushByte();
            }
        }
    }

    private void flushByte() {
        var ff = current == 0xff;
        out.write(current);
        if (ff && !stuffsBits) {
            out.write(0);
        }
        current = 0;
        filled = ff && stuffsBits ? 1 : 0;
    }

    /** Fills up the last byte: with ones in JPEG, with zeros in JPEG-LS. */
    void align() {
        while (filled > 0) {
            put(stuffsBits ? 0 : 1, 1);
        }
    }
}
