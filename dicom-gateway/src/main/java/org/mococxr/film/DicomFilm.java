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
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/**
 * Pixel Data of one DICOM object to a radiograph: checked against the header, decoded, rendered. What is not compressed is taken from the
 * stream as it is read.
 */
final class DicomFilm implements NativePixels {
    private final FilmLimits.Share share;
    private final IntFunction<short[]> memory;
    private Optional<Taken> taken = Optional.empty();

    private static final int FIRST_OVERLAY_GROUP = 0x6000;
    private static final int LAST_OVERLAY_GROUP = 0x601e;
    private static final int OVERLAY_ROWS = 0x0010;
    private static final int OVERLAY_DATA = 0x3000;

    /** JPEG 2000 holds each sample of a tile as 32 bits until its wavelets are undone, and the code-blocks; the others take less. */
    static final int WORK_BYTES_PER_PIXEL = 6;

    private record Taken(FrameShape shape, StoredValues values) {}

    private DicomFilm(FilmLimits.Share share, IntFunction<short[]> memory) {
        this.share = share;
        this.memory = memory;
    }

    /** @param memory gives an array for so many pixels or more, for those that are not compressed; what it holds does not matter */
    static Film read(InputStream in, FilmLimits.Share share, GreyRecipe recipe, IntFunction<short[]> memory) {
        var pixels = new DicomFilm(share, memory);
        try {
            var object = DicomReader.read(in, ReadLimits.film(), pixels);
            var radiograph = pixels.radiograph(object, recipe);
            share.keep((long) radiograph.rows() * radiograph.columns());
            return new Film(FilmHeader.of(object), radiograph);
        } catch (PixelsUnreadableException e) {
            throw new FilmUnreadableException(Reason.MALFORMED, Observation.quoted(e.getMessage()), e);
        }
    }

    @Override
    public void take(Attributes header, long lengthBytes, InputStream pixels) throws IOException {
        var shape = shapeOf(PixelFormat.of(header, true), Optional.of(lengthBytes));
        FrameDecoder.requireUncompressed(lengthBytes, shape);
        share.take(shape.columns(), shape.rows(), 0, 0);
        var bits = StoredBits.of(header, shape.bitsAllocated());
        taken = Optional.of(new Taken(
                shape, StoredValues.read(bits, shape, pixels, memory.apply(shape.pixels()), hasOverlays(header))));
    }

    /** Takes memory for what is about to be read; what is wrong with the header is told when the pixels are decoded. */
    @Override
    public void announced(Attributes header, long mostBytes) {
        var format = PixelFormat.of(header, true);
        if (format.rows() > 0 && format.columns() > 0) {
            share.take(format.columns(), format.rows(), mostBytes, WORK_BYTES_PER_PIXEL);
        }
    }

    private Radiograph radiograph(DicomObject object, GreyRecipe recipe) {
        var found = taken.orElseGet(() -> decoded(object));
        return GreyScale.render(object.dataset(), found.shape(), found.values(), recipe);
    }

    private Taken decoded(DicomObject object) {
        var format = PixelFormat.of(object.dataset(), object.hasPixelData());
        if (!format.present()) {
            throw new FilmUnreadableException(Reason.NO_PIXELS, ObservationKind.NO_PIXEL_DATA.of());
        }
        if (!FrameDecoder.supports(object.transferSyntax())) {
            throw new FilmUnreadableException(
                    Reason.UNSUPPORTED_SYNTAX,
                    ObservationKind.PIXELS_COMPRESSED.of(object.transferSyntax().title()));
        }
        var bytes = object.dataset().getByteBuffer(Tag.PixelData).map(ByteBuffer::remaining);
        var shape = shapeOf(format, bytes.map(Integer::longValue));
        var bits = StoredBits.of(object.dataset(), shape.bitsAllocated());
        return new Taken(shape, StoredValues.of(bits, shape, words(object, shape), hasOverlays(object.dataset())));
    }

    /** Overlays in unused bits of the pixels, as they were until 2004 (PS3.5 section 8.1.2): a group of elements without data of its own. */
    private static boolean hasOverlays(Attributes dataset) {
        for (var group = FIRST_OVERLAY_GROUP; group <= LAST_OVERLAY_GROUP; group += 2) {
            var overlay = group << 16;
            if (dataset.contains(overlay | OVERLAY_ROWS) && !dataset.contains(overlay | OVERLAY_DATA)) {
                return true;
            }
        }
        return false;
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
            throw new FilmUnreadableException(Reason.MULTI_FRAME, ObservationKind.FRAMES.of(pixels.frames()));
        }
        if (pixels.bitsAllocated() != 8 && pixels.bitsAllocated() != 16) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED, ObservationKind.BITS_ALLOCATED.of(pixels.bitsAllocated()));
        }
        if (pixels.bitsStored() < 1 || pixels.bitsStored() > pixels.bitsAllocated()) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED, ObservationKind.BITS_STORED.of(pixels.bitsStored(), pixels.bitsAllocated()));
        }
        if (pixels.rows() < 1 || pixels.columns() < 1) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED, ObservationKind.SIZE.of(pixels.columns(), pixels.rows()));
        }
        var count = (long) pixels.rows() * pixels.columns();
        var needed = count * (pixels.bitsAllocated() / 8);
        if (storedBytes.isPresent() && storedBytes.get() < needed) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED,
                    ObservationKind.PIXEL_DATA_SHORT.of(
                            storedBytes.get(), pixels.columns(), pixels.rows(), pixels.bitsAllocated(), needed));
        }
        if (count > FilmLimits.MOST_PIXELS) {
            throw FilmLimits.tooLarge(pixels.columns(), pixels.rows(), FilmLimits.MOST_PIXELS);
        }
        return new FrameShape(pixels.rows(), pixels.columns(), pixels.bitsAllocated());
    }

    private static FilmUnreadableException notMonochrome(PixelFormat pixels) {
        return pixels.photometric().isEmpty()
                ? new FilmUnreadableException(Reason.MALFORMED, ObservationKind.POLARITY_UNKNOWN.of())
                : new FilmUnreadableException(
                        Reason.COLOUR,
                        ObservationKind.SAMPLES_OF_COLOUR.of(pixels.photometric(), pixels.samplesPerPixel()));
    }

    /** As stored, decoded; no more has been checked than the shape. */
    static short[] words(DicomObject object, FrameShape shape) {
        var encapsulated = object.transferSyntax().isEncapsulated();
        var fragments = object.dataset().getFragments(Tag.PixelData);
        if (encapsulated != !fragments.isEmpty()) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED,
                    (encapsulated ? ObservationKind.NOT_IN_FRAGMENTS : ObservationKind.IN_FRAGMENTS)
                            .of(object.transferSyntax().title()));
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
