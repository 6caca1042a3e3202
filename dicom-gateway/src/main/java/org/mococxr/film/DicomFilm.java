package org.mococxr.film;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.NativePixels;
import org.mococxr.dicom.ReadLimits;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.codec.FrameDecoder;
import org.mococxr.dicom.codec.FrameShape;
import org.mococxr.dicom.codec.PixelsUnreadableException;
import org.mococxr.film.FilmHeader.PixelFormat;
import org.mococxr.film.FilmUnreadableException.Reason;

/**
 * Pixel Data of one DICOM object to a radiograph: checked against the header, decoded, rendered. What is not compressed is taken from the
 * stream as it is read.
 */
final class DicomFilm implements NativePixels {
    private final long maxPixels;
    private final IntFunction<short[]> memory;
    private Optional<Taken> taken = Optional.empty();

    private record Taken(FrameShape shape, StoredValues values) {}

    private DicomFilm(long maxPixels, IntFunction<short[]> memory) {
        this.maxPixels = maxPixels;
        this.memory = memory;
    }

    /** @param memory gives an array for so many pixels or more, for those that are not compressed; what it holds does not matter */
    static Film read(InputStream in, long maxPixels, GreyRecipe recipe, IntFunction<short[]> memory) {
        var pixels = new DicomFilm(maxPixels, memory);
        try {
            var object = DicomReader.read(in, ReadLimits.film(), pixels);
            return new Film(FilmHeader.of(object), pixels.radiograph(object, recipe));
        } catch (PixelsUnreadableException e) {
            throw new FilmUnreadableException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void take(Attributes header, long lengthBytes, InputStream pixels) throws IOException {
        var shape = shapeOf(PixelFormat.of(header, true), Optional.of(lengthBytes));
        FrameDecoder.requireUncompressed(lengthBytes, shape);
        var bits = StoredBits.of(header, shape.bitsAllocated());
        taken = Optional.of(new Taken(shape, StoredValues.read(bits, shape, pixels, memory.apply(shape.pixels()))));
    }

    private Radiograph radiograph(DicomObject object, GreyRecipe recipe) {
        var found = taken.orElseGet(() -> decoded(object));
        return GreyScale.render(object.dataset(), found.shape(), found.values(), recipe);
    }

    private Taken decoded(DicomObject object) {
        var format = PixelFormat.of(object.dataset(), object.hasPixelData());
        if (!format.present()) {
            throw new FilmUnreadableException(Reason.NO_PIXELS, "the object has no Pixel Data");
        }
        if (!FrameDecoder.supports(object.transferSyntax())) {
            throw new FilmUnreadableException(
                    Reason.UNSUPPORTED_SYNTAX,
                    "pixels compressed as %s".formatted(object.transferSyntax().title()));
        }
        var bytes = object.dataset().getByteBuffer(Tag.PixelData).map(ByteBuffer::remaining);
        var shape = shapeOf(format, bytes.map(Integer::longValue));
        var bits = StoredBits.of(object.dataset(), shape.bitsAllocated());
        return new Taken(shape, StoredValues.of(bits, words(object, shape)));
    }

    /**
     * Refuses every declaration that cannot be right before a byte is allocated for it.
     *
     * @param storedBytes of pixels that are not compressed
     */
    private FrameShape shapeOf(PixelFormat pixels, Optional<Long> storedBytes) {
        if (pixels.samplesPerPixel() != 1 || !pixels.isMonochrome()) {
            throw notMonochrome(pixels);
        }
        if (pixels.frames() != 1) {
            throw new FilmUnreadableException(Reason.MULTI_FRAME, "%d frames".formatted(pixels.frames()));
        }
        if (pixels.bitsAllocated() != 8 && pixels.bitsAllocated() != 16) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED,
                    "%d bits allocated to a pixel; 8 or 16 are read".formatted(pixels.bitsAllocated()));
        }
        if (pixels.bitsStored() < 1 || pixels.bitsStored() > pixels.bitsAllocated()) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED,
                    "%d bits stored of %d allocated".formatted(pixels.bitsStored(), pixels.bitsAllocated()));
        }
        if (pixels.rows() < 1 || pixels.columns() < 1) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED, "%d x %d pixels".formatted(pixels.columns(), pixels.rows()));
        }
        var count = (long) pixels.rows() * pixels.columns();
        var needed = count * (pixels.bitsAllocated() / 8);
        if (storedBytes.isPresent() && storedBytes.get() < needed) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED,
                    "Pixel Data has %d bytes; %d x %d pixels of %d bits need %d"
                            .formatted(
                                    storedBytes.get(),
                                    pixels.columns(),
                                    pixels.rows(),
                                    pixels.bitsAllocated(),
                                    needed));
        }
        if (count > maxPixels) {
            throw new FilmUnreadableException(
                    Reason.TOO_LARGE,
                    "%d x %d pixels; at most %d million are read"
                            .formatted(pixels.columns(), pixels.rows(), maxPixels / 1_000_000));
        }
        return new FrameShape(pixels.rows(), pixels.columns(), pixels.bitsAllocated());
    }

    private static FilmUnreadableException notMonochrome(PixelFormat pixels) {
        return pixels.photometric().isEmpty()
                ? new FilmUnreadableException(
                        Reason.MALFORMED, "PhotometricInterpretation is missing, so black and white are not known")
                : new FilmUnreadableException(
                        Reason.COLOUR,
                        "%s with %d samples per pixel".formatted(pixels.photometric(), pixels.samplesPerPixel()));
    }

    private static short[] words(DicomObject object, FrameShape shape) {
        var encapsulated = object.transferSyntax().isEncapsulated();
        var fragments = object.dataset().getFragments(Tag.PixelData);
        if (encapsulated != !fragments.isEmpty()) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED,
                    "Pixel Data is %s, but %s says otherwise"
                            .formatted(
                                    encapsulated ? "not in fragments" : "in fragments",
                                    object.transferSyntax().title()));
        }
        return encapsulated
                ? FrameDecoder.decode(object.transferSyntax(), joined(fragments.subList(1, fragments.size())), shape)
                : FrameDecoder.uncompressed(
                        object.dataset().getByteBuffer(Tag.PixelData).orElseThrow(), shape);
    }

    /** One frame may come in any number of fragments (PS3.5 section A.4); the first one is the offset table. */
    private static byte[] joined(List<ByteBuffer> fragments) {
        var bytes = new byte[fragments.stream().mapToInt(ByteBuffer::remaining).sum()];
        var at = 0;
        for (var fragment : fragments) {
            var length = fragment.remaining();
            fragment.get(bytes, at, length);
            at += length;
        }
        return bytes;
    }
}
