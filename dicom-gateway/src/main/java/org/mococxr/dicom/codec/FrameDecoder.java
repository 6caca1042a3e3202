package org.mococxr.dicom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.codec.jpeg2000.CodestreamUnreadableException;
import org.mococxr.dicom.codec.jpeg2000.Jpeg2000;

/** Turns the bytes of one frame into stored words. */
public final class FrameDecoder {
    /** More than any film compresses by, so that a few bytes cannot ask for a large frame. */
    private static final int MOST_PIXELS_PER_BYTE = 1000;

    private FrameDecoder() {}

    /** Whether pixels of this syntax can be decoded here. */
    public static boolean supports(TransferSyntax syntax) {
        return switch (syntax) {
            case IMPLICIT_VR_LITTLE_ENDIAN,
                    EXPLICIT_VR_LITTLE_ENDIAN,
                    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                    EXPLICIT_VR_BIG_ENDIAN,
                    ENCAPSULATED_UNCOMPRESSED,
                    RLE_LOSSLESS,
                    JPEG_BASELINE,
                    JPEG_EXTENDED,
                    JPEG_LOSSLESS,
                    JPEG_LOSSLESS_FIRST_ORDER,
                    JPEG_LS_LOSSLESS,
                    JPEG_LS_NEAR_LOSSLESS,
                    JPEG_2000_LOSSLESS,
                    JPEG_2000 -> true;
            default -> false;
        };
    }

    /**
     * @param frame the frame as stored: little endian words, or the compressed stream with its fragments joined
     * @return row-major [rows * columns], each word as stored (all allocated bits, sign not extended)
     * @throws PixelsUnreadableException if the stream is damaged or of another shape
     */
    public static short[] decode(TransferSyntax syntax, byte[] frame, FrameShape shape) {
        if (syntax.isEncapsulated() && (long) frame.length * MOST_PIXELS_PER_BYTE < shape.pixels()) {
            throw new PixelsUnreadableException("%d compressed bytes cannot hold %d x %d pixels"
                    .formatted(frame.length, shape.columns(), shape.rows()));
        }
        return switch (syntax) {
            case IMPLICIT_VR_LITTLE_ENDIAN,
                    EXPLICIT_VR_LITTLE_ENDIAN,
                    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                    EXPLICIT_VR_BIG_ENDIAN,
                    ENCAPSULATED_UNCOMPRESSED -> uncompressed(ByteBuffer.wrap(frame), shape);
            case RLE_LOSSLESS -> Rle.decode(frame, shape);
            case JPEG_BASELINE, JPEG_EXTENDED, JPEG_LOSSLESS, JPEG_LOSSLESS_FIRST_ORDER ->
                Jpeg.decode(frame, shape, EnumSet.of(JpegProcess.DCT, JpegProcess.LOSSLESS));
            case JPEG_LS_LOSSLESS, JPEG_LS_NEAR_LOSSLESS -> Jpeg.decode(frame, shape, EnumSet.of(JpegProcess.LS));
            case JPEG_2000_LOSSLESS -> jpeg2000(frame, shape, true);
            case JPEG_2000 -> jpeg2000(frame, shape, false);
            default -> throw new IllegalArgumentException("pixels in %s are not decoded".formatted(syntax.title()));
        };
    }

    private static short[] jpeg2000(byte[] frame, FrameShape shape, boolean lossless) {
        try {
            return Jpeg2000.decode(
                    frame, new Jpeg2000.Frame(shape.rows(), shape.columns(), shape.bitsAllocated(), lossless));
        } catch (CodestreamUnreadableException e) {
            throw new PixelsUnreadableException("JPEG 2000: " + e.getMessage(), e);
        }
    }

    /**
     * Real makers pad; with more than a row to spare, though, Rows and Columns are hardly those of the pixels.
     *
     * @param bytes of Pixel Data that are not compressed
     * @throws PixelsUnreadableException if they are too few or too many
     */
    public static void requireUncompressed(long bytes, FrameShape shape) {
        var needed = (long) shape.pixels() * shape.bytesPerPixel();
        var spare = bytes - needed;
        if (spare < 0 || spare > Math.max(1, shape.columns() * shape.bytesPerPixel())) {
            throw new PixelsUnreadableException("Pixel Data has %d bytes; %d x %d pixels of %d bits need %d"
                    .formatted(bytes, shape.rows(), shape.columns(), shape.bitsAllocated(), needed));
        }
    }

    /**
     * @param frame little endian words, whole and not compressed; its position does not move
     * @return as {@link #decode}
     */
    public static short[] uncompressed(ByteBuffer frame, FrameShape shape) {
        requireUncompressed(frame.remaining(), shape);
        var words = new short[shape.pixels()];
        if (shape.bytesPerPixel() == 1) {
            for (var i = 0; i < words.length; i++) {
                words[i] = (short) (frame.get(frame.position() + i) & 0xff);
            }
        } else {
            frame.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(words);
        }
        return words;
    }
}
