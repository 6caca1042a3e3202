package org.mococxr.dicom.codec;

import java.util.Arrays;

/** A Huffman table as a JPEG stream defines it (T.81 annex C). */
final class HuffmanTable {
    private static final int LONGEST_CODE = 16;
    private static final int FAST_BITS = 9;

    /** Symbol and length for every first nine bits, or -1 where the code is longer. */
    private final short[] fast = new short[1 << FAST_BITS];

    private final int[] lastCode = new int[LONGEST_CODE + 1];
    private final int[] offset = new int[LONGEST_CODE + 1];
    private final byte[] symbols;

    private HuffmanTable(byte[] symbols) {
        this.symbols = symbols;
    }

    static HuffmanTable read(SegmentReader in) {
        var counts = new int[LONGEST_CODE + 1];
        var total = 0;
        for (var length = 1; length <= LONGEST_CODE; length++) {
            counts[length] = in.unsignedByte();
            total += counts[length];
        }
        if (total > 256) {
            throw new PixelsUnreadableException("a Huffman table of %d symbols".formatted(total));
        }
        var symbols = new byte[total];
        for (var i = 0; i < total; i++) {
            symbols[i] = (byte) in.unsignedByte();
        }
        var table = new HuffmanTable(symbols);
        table.assignCodes(counts);
        return table;
    }

    private void assignCodes(int[] counts) {
        Arrays.fill(fast, (short) -1);
        Arrays.fill(lastCode, -1);
        var code = 0;
        var symbol = 0;
        for (var length = 1; length <= LONGEST_CODE; length++) {
            offset[length] = symbol - code;
            for (var i = 0; i < counts[length]; i++) {
                if (code >= 1 << length) {
                    throw new PixelsUnreadableException(
                            "a Huffman table with too many codes of %d bits".formatted(length));
                }
                if (length <= FAST_BITS) {
                    var from = code << (FAST_BITS - length);
                    var entry = (short) (length << 8 | symbols[symbol] & 0xff);
                    Arrays.fill(fast, from, from + (1 << (FAST_BITS - length)), entry);
                }
                lastCode[length] = code;
                code++;
                symbol++;
            }
            code <<= 1;
        }
    }

    /** The next symbol, 0..255. */
    int next(EntropyBits bits) {
        var entry = fast[bits.peek(FAST_BITS)];
        if (entry >= 0) {
            bits.skip(entry >> 8);
            return entry & 0xff;
        }
        var window = bits.peek(LONGEST_CODE);
        for (var length = FAST_BITS + 1; length <= LONGEST_CODE; length++) {
            var code = window >> (LONGEST_CODE - length);
            if (code <= lastCode[length]) {
                bits.skip(length);
                return symbols[offset[length] + code] & 0xff;
            }
        }
        throw new PixelsUnreadableException("a bit pattern that is no Huffman code");
    }

    /** The signed number whose magnitude category and additional bits follow (T.81 F.2.2.1). */
    static int signed(EntropyBits bits, int category) {
        if (category == 0) {
            return 0;
        }
        var value = bits.take(category);
        return value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
    }
}
