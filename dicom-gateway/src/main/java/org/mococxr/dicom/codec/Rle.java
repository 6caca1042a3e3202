package org.mococxr.dicom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** RLE Lossless (PS3.5 annex G): one segment of packed runs per byte of a pixel, the most significant first. */
final class Rle {
    private static final int HEADER_BYTES = 64;
    private static final int NO_OPERATION = -128;

    private Rle() {}

    static short[] decode(byte[] stream, FrameShape shape) {
        if (stream.length < HEADER_BYTES) {
            throw new PixelsUnreadableException("the RLE header has %d of 64 bytes".formatted(stream.length));
        }
        var header = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        var segments = header.getInt();
        if (segments != shape.bytesPerPixel()) {
            throw new PixelsUnreadableException("%d RLE segments; %d bits need %d"
                    .formatted(segments, shape.bitsAllocated(), shape.bytesPerPixel()));
        }
        var starts = new int[segments + 1];
        for (var i = 0; i < segments; i++) {
            starts[i] = header.getInt();
        }
        starts[segments] = stream.length;
        for (var i = 0; i < segments; i++) {
            if (starts[i] < HEADER_BYTES || starts[i] > starts[i + 1]) {
                throw new PixelsUnreadableException("RLE segment %d starts at byte %d".formatted(i + 1, starts[i]));
            }
        }
        var words = new short[shape.pixels()];
        for (var i = 0; i < segments; i++) {
            unpack(stream, starts[i], starts[i + 1], words, 8 * (segments - 1 - i));
        }
        return words;
    }

    /** PackBits: n >= 0 copies n + 1 bytes, n < 0 repeats the next byte 1 - n times. */
    private static void unpack(byte[] stream, int from, int to, short[] words, int shift) {
        var at = from;
        var pixel = 0;
        while (pixel < words.length) {
            if (at + 1 >= to) {
                throw new PixelsUnreadableException(
                        "an RLE segment ends after %d of %d pixels".formatted(pixel, words.length));
            }
            var n = stream[at++];
            if (n == NO_OPERATION) {
                continue;
            }
            var count = n >= 0 ? n + 1 : 1 - n;
            if (count > words.length - pixel || n >= 0 && count > to - at) {
                throw new PixelsUnreadableException("an RLE run of %d reaches beyond its segment".formatted(count));
            }
            for (var i = 0; i < count; i++) {
                words[pixel++] |= (short) ((stream[n >= 0 ? at + i : at] & 0xff) << shift);
            }
            at += n >= 0 ? count : 1;
        }
    }
}
