package org.mococxr.film;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mococxr.dicom.codec.FrameShape;

/** The pixels of one film as entries of its lookup table, and how often each entry occurs. */
final class StoredValues {
    /**
     * Small enough to be counted while they are still near the processor; larger than what a film's stream reads ahead, which then keeps
     * no copy of its own.
     */
    private static final int PIECE_BYTES = 1 << 16;

    private static final int WORDS = 1 << Short.SIZE;

    final StoredBits bits;

    /** What the film said of its bits, where its values need more of them. */
    final Optional<StoredBits> replaced;

    /** Row-major [rows * columns], unsigned; what lies behind means nothing. */
    final short[] entries;

    /** [{@link StoredBits#values}]. */
    final int[] histogram;

    private StoredValues(StoredBits bits, Optional<StoredBits> replaced, short[] entries, int[] histogram) {
        this.bits = bits;
        this.replaced = replaced;
        this.entries = entries;
        this.histogram = histogram;
    }

    /**
     * @param words as stored; turned into entries in place and owned from here on
     * @param overlays whether unused bits of the words may hold overlays
     */
    static StoredValues of(StoredBits bits, FrameShape shape, short[] words, boolean overlays) {
        var counts = new int[WORDS];
        count(words, 0, shape.pixels(), counts);
        return settled(bits, shape, words, counts, overlays);
    }

    /**
     * Reads words that are not compressed, little endian.
     *
     * @param into [shape.pixels()] or longer, owned from here on
     * @param overlays whether unused bits of the words may hold overlays
     * @throws EOFException if there are fewer
     */
    static StoredValues read(StoredBits bits, FrameShape shape, InputStream pixels, short[] into, boolean overlays)
            throws IOException {
        var counts = new int[WORDS];
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
            count(into, from, from + count, counts);
            from += count;
        }
        return settled(bits, shape, into, counts, overlays);
    }

    /**
     * Turns words into entries, by what was counted of them: most films hold nothing beyond their bits and are left as they are.
     * One that does, without an overlay or a sign to explain it, is taken at its pixels' word.
     *
     * @param counts [65536] how often each word occurs
     */
    private static StoredValues settled(
            StoredBits stated, FrameShape shape, short[] words, int[] counts, boolean overlays) {
        var plain = overlays
                || IntStream.range(0, WORDS)
                        .allMatch(word -> counts[word] == 0 || stated.isPlain(word, shape.bitsAllocated()));
        var bits = plain ? stated : stated.widened(shape.bitsAllocated());
        var histogram = new int[bits.values()];
        var moved = false;
        for (var word = 0; word < WORDS; word++) {
            if (counts[word] > 0) {
                histogram[bits.indexOf(word)] += counts[word];
                moved |= bits.indexOf(word) != word;
            }
        }
        if (moved) {
            place(bits, words, shape.pixels());
        }
        return new StoredValues(bits, plain ? Optional.empty() : Optional.of(stated), words, histogram);
    }

    private static void place(StoredBits bits, short[] words, int count) {
        if (bits.shift() == 0) {
            mask(words, count, bits.values() - 1);
            return;
        }
        for (var i = 0; i < count; i++) {
            words[i] = (short) bits.indexOf(words[i] & 0xffff);
        }
    }

    /** A loop of its own, which runs many values at a time. */
    private static void mask(short[] words, int count, int mask) {
        for (var i = 0; i < count; i++) {
            words[i] = (short) (words[i] & mask);
        }
    }

    private static void count(short[] words, int from, int to, int[] counts) {
        for (var i = from; i < to; i++) {
            counts[words[i] & 0xffff]++;
        }
    }
}
