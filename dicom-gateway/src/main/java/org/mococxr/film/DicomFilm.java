package org.mococxr.film;

import java.nio.ByteBuffer;
import java.util.List;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.codec.FrameDecoder;
import org.mococxr.dicom.codec.FrameShape;
import org.mococxr.dicom.codec.PixelsUnreadableException;
import org.mococxr.film.FilmUnreadableException.Reason;

/** Pixel Data of a DICOM object to a radiograph: checked against the header, decoded, rendered. */
final class DicomFilm {
    private DicomFilm() {}

    static Radiograph decode(DicomObject object, long maxPixels, GreyRecipe recipe) {
        var header = FilmHeader.of(object);
        var shape = shapeOf(object, header.pixels(), maxPixels);
        try {
            var words = words(object, shape);
            return GreyScale.render(object.dataset(), shape, words, recipe);
        } catch (PixelsUnreadableException e) {
            throw new FilmUnreadableException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses every declaration that cannot be right before a byte is allocated for it. */
    private static FrameShape shapeOf(DicomObject object, FilmHeader.PixelFormat pixels, long maxPixels) {
        if (!pixels.present()) {
            throw new FilmUnreadableException(Reason.NO_PIXELS, "the object has no Pixel Data");
        }
        if (!FrameDecoder.supports(object.transferSyntax())) {
            throw new FilmUnreadableException(
                    Reason.UNSUPPORTED_SYNTAX,
                    "pixels compressed as %s".formatted(object.transferSyntax().title()));
        }
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
        var stored = object.dataset().getByteBuffer(Tag.PixelData).map(ByteBuffer::remaining);
        var needed = count * (pixels.bitsAllocated() / 8);
        if (stored.isPresent() && stored.get() < needed) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED,
                    "Pixel Data has %d bytes; %d x %d pixels of %d bits need %d"
                            .formatted(stored.get(), pixels.columns(), pixels.rows(), pixels.bitsAllocated(), needed));
        }
        if (count > maxPixels) {
            throw new FilmUnreadableException(
                    Reason.TOO_LARGE,
                    "%d x %d pixels; at most %d million are read"
                            .formatted(pixels.columns(), pixels.rows(), maxPixels / 1_000_000));
        }
        return new FrameShape(pixels.rows(), pixels.columns(), pixels.bitsAllocated());
    }

    private static FilmUnreadableException notMonochrome(FilmHeader.PixelFormat pixels) {
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
