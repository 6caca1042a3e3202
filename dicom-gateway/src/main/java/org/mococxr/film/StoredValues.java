package org.mococxr.film;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mococxr.dicom.codec.FrameShape;

/** The pixels of one film as entries of its lookup table, and how often each entry occurs. */
final class StoredValues {
    /**
     * Small enough to be counted while they are still near the processor; larger than what a film's stream reads ahead, which then keeps
     * no copy of its own.
     */
    private static final int PIECE_BYTES = 1 << 16;

    final StoredBits bits;

    /** Row-major [rows * columns], unsigned; what lies behind means nothing. */
    final short[] entries;

    /** [{@link StoredBits#values}]. */
    final int[] histogram;

    private StoredValues(StoredBits bits, short[] entries) {
        this.bits = bits;
        this.entries = entries;
        this.histogram = new int[bits.values()];
    }

    /** @param words as stored; turned into entries in place and owned from here on */
    static StoredValues of(StoredBits bits, short[] words) {
        var values = new StoredValues(bits, words);
        values.count(0, words.length);
        return values;
    }

    /**
     * Reads words that are not compressed, little endian.
     *
     * @param into [shape.pixels()] or longer, owned from here on
     * @throws EOFException if there are fewer
     */
    static StoredValues read(StoredBits bits, FrameShape shape, InputStream pixels, short[] into) throws IOException {
        var values = new StoredValues(bits, into);
        var piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var from = 0; from < shape.pixels(); ) {
            var count = Math.min(PIECE_BYTES / shape.bytesPerPixel(), shape.pixels() - from);
            if (pixels.readNBytes(piece.array(), 0, count * shape.bytesPerPixel()) < count * shape.bytesPerPixel()) {
                throw new EOFException();
            }
            if (shape.bytesPerPixel() == 1) {
                for (var i = 0; i < count; i++) {
                    into[from + i] = (short) (piece.get(i) & 0xff);
                }
            } else {
                piece.asShortBuffer().get(into, from, count);
            }
            values.count(from, from + count);
            from += count;
        }
        return values;
    }

    private void count(int from, int to) {
        if (bits.shift() > 0) {
            for (var i = from; i < to; i++) {
                entries[i] = (short) bits.indexOf(entries[i] & 0xffff);
            }
        } else {
            mask(entries, from, to, bits.values() - 1);
        }
        count(entries, from, to, histogram);
    }

    /** A loop of its own, which runs many values at a time. */
    private static void mask(short[] words, int from, int to, int mask) {
        for (var i = from; i < to; i++) {
            words[i] = (short) (words[i] & mask);
        }
    }

    private static void count(short[] entries, int from, int to, int[] histogram) {
        for (var i = from; i < to; i++) {
            histogram[entries[i] & 0xffff]++;
        }
    }
}
