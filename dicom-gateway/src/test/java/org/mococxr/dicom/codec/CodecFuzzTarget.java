package org.mococxr.dicom.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.codec.jpeg2000.CodestreamEncoder;
import org.mococxr.fuzzing.FuzzTarget;

/**
 * Each decoder of pixels. An input is three bytes that give the frame's shape, as the header of a film does, and then the compressed
 * stream. A decoder answers with as many words as the shape has pixels, or refuses.
 */
public enum CodecFuzzTarget implements FuzzTarget {
    RLE(TransferSyntax.RLE_LOSSLESS, shape -> Stream.of(TestEncoders.rle(words(shape), shape.bytesPerPixel()))),
    JPEG_DCT(
            TransferSyntax.JPEG_EXTENDED,
            shape -> Stream.of(0, 3).map(restart -> TestEncoders.dct(words(shape), shape, bits(shape), restart))),
    JPEG_LOSSLESS(
            TransferSyntax.JPEG_LOSSLESS,
            shape -> Stream.of(1, 4, 7)
                    .map(predictor -> TestEncoders.lossless(words(shape), shape, bits(shape), predictor, 0, 4))),
    JPEG_LS(
            TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
            shape -> Stream.of(0, 3).map(near -> JpegLsEncoder.encode(words(shape), shape, bits(shape), near))),
    JPEG_2000(
            TransferSyntax.JPEG_2000,
            shape -> Stream.of(CodestreamEncoder.Settings.plain(), CodestreamEncoder.Settings.everythingAtOnce())
                    .map(settings -> CodestreamEncoder.encode(samples(shape), bits(shape), false, settings)));

    private static final int SHAPE_BYTES = 3;

    private final TransferSyntax syntax;
    private final Function<FrameShape, Stream<byte[]>> encoder;

    CodecFuzzTarget(TransferSyntax syntax, Function<FrameShape, Stream<byte[]>> encoder) {
        this.syntax = syntax;
        this.encoder = encoder;
    }

    @Override
    public void run(byte[] input) {
        if (input.length < SHAPE_BYTES) {
            return;
        }
        var shape = new FrameShape(1 + (input[0] & 0xff), 1 + (input[1] & 0xff), (input[2] & 1) == 0 ? 8 : 16);
        try {
            var words = FrameDecoder.decode(syntax, Arrays.copyOfRange(input, SHAPE_BYTES, input.length), shape);
            if (words.length != shape.pixels()) {
                throw new IllegalStateException(words.length + " words for " + shape);
            }
        } catch (PixelsUnreadableException e) {
            return; // documented
        }
    }

    @Override
    public Stream<byte[]> seeds() {
        return Stream.of(new FrameShape(24, 17, 8), new FrameShape(9, 40, 16))
                .flatMap(shape -> encoder.apply(shape).map(stream -> input(shape, stream)));
    }

    private static byte[] input(FrameShape shape, byte[] stream) {
        return ByteBuffer.allocate(SHAPE_BYTES + stream.length)
                .put((byte) (shape.rows() - 1))
                .put((byte) (shape.columns() - 1))
                .put((byte) (shape.bitsAllocated() == 8 ? 0 : 1))
                .put(stream)
                .array();
    }

    private static int bits(FrameShape shape) {
        return shape.bitsAllocated() == 8 ? 8 : 12;
    }

    /** Flat left of a slope: runs and texture. */
    private static short[] words(FrameShape shape) {
        var words = new short[shape.pixels()];
        for (var i = 0; i < words.length; i++) {
            var column = i % shape.columns();
            words[i] = (short) (column < shape.columns() / 2 ? 7 : (column * 5 + i * 31 % 11) & (1 << bits(shape)) - 1);
        }
        return words;
    }

    private static int[][] samples(FrameShape shape) {
        var words = words(shape);
        var samples = new int[shape.rows()][shape.columns()];
        for (var i = 0; i < words.length; i++) {
            samples[i / shape.columns()][i % shape.columns()] = words[i];
        }
        return samples;
    }
}
