package org.mococxr.dicom;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.mococxr.dicom.DicomUnreadableException.Reason;
import org.mococxr.observation.ObservationKind;

/**
 * Reads DICOM files and data sets: Part 10 with or without preamble and file meta information, implicit, explicit, big endian
 * and deflated.
 *
 * <p>Whatever is wrong with the bytes ends in a {@link DicomUnreadableException}; a failing disk in an
 * {@link UncheckedIOException}.
 */
public final class DicomReader {
    private static final int PREAMBLE_BYTES = 128;
    private static final int GUESS_BYTES = 8;
    private static final int HIGHEST_FIRST_GROUP = 0x0010;
    private static final int LONGEST_FIRST_VALUE = 1 << 16;

    /** A byte of a deflate stream stands for no more (RFC 1951: 258 bytes in two bits). */
    private static final int MOST_INFLATED_BY = 1032;

    private DicomReader() {}

    /** The whole file, pixels included. */
    public static DicomObject read(Path file) {
        return read(file, true, ReadLimits.film());
    }

    /** The whole file, pixels included. */
    public static DicomObject read(byte[] bytes) {
        return read(new ByteArrayInputStream(bytes), true, ReadLimits.film());
    }

    /** The whole file, pixels included. The stream is read to its end and left open. */
    public static DicomObject read(InputStream in, ReadLimits limits) {
        return read(in, true, limits);
    }

    /**
     * The whole file, pixels included; those that are not compressed may go to {@code taker} instead of the data set. The stream is read
     * as far as {@code taker} wants and left open.
     */
    public static DicomObject read(InputStream in, ReadLimits limits, NativePixels taker) {
        return read(in, true, limits, Optional.of(taker));
    }

    /** What precedes the pixels. */
    public static DicomObject readHeader(Path file) {
        return read(file, false, ReadLimits.header());
    }

    /** What precedes the pixels. */
    public static DicomObject readHeader(byte[] bytes) {
        return read(new ByteArrayInputStream(bytes), false, ReadLimits.header());
    }

    /** What precedes the pixels. The stream is left open where reading stopped or a little behind. */
    public static DicomObject readHeader(InputStream in, ReadLimits limits) {
        return read(in, false, limits);
    }

    /** A data set without file meta information, as it comes over an association. */
    public static Attributes readDataset(byte[] bytes, TransferSyntax syntax, ReadLimits limits) {
        return readDataset(new ByteArrayInputStream(bytes), syntax, limits);
    }

    /** A data set without file meta information, as it comes over an association. */
    public static Attributes readDataset(InputStream in, TransferSyntax syntax, ReadLimits limits) {
        return guarded(() -> {
            var input = new DicomInput(in, limits.maxBytes());
            return dataset(input, new Attributes(), syntax, limits, true, Optional.empty())
                    .dataset();
        });
    }

    private static DicomObject read(Path file, boolean withPixels, ReadLimits limits) {
        try (var in = Files.newInputStream(file)) {
            return read(in, withPixels, limits);
        } catch (IOException e) {
            throw new UncheckedIOException("the file could not be read", e);
        }
    }

    private static DicomObject read(InputStream in, boolean withPixels, ReadLimits limits) {
        return read(in, withPixels, limits, Optional.empty());
    }

    private static DicomObject read(
            InputStream in, boolean withPixels, ReadLimits limits, Optional<NativePixels> taker) {
        return guarded(() -> {
            var input = new DicomInput(in, limits.maxBytes());
            var marked = skipPreamble(input);
            var meta = readFileMeta(input, limits);
            if (!marked && meta.isEmpty() && guessSyntax(input).isEmpty()) {
                throw new DicomUnreadableException(Reason.NOT_DICOM, ObservationKind.NO_DICM_MARK.of());
            }
            return dataset(input, meta, syntaxOf(meta, input), limits, withPixels, taker);
        });
    }

    private static DicomObject dataset(
            DicomInput input,
            Attributes meta,
            TransferSyntax syntax,
            ReadLimits limits,
            boolean withPixels,
            Optional<NativePixels> taker)
            throws IOException {
        if (!syntax.isDeflated()) {
            return elements(input, meta, syntax, limits, withPixels, taker);
        }
        var inflater = new Inflater(!startsWithZlibHeader(input));
        try {
            var inflated = new DicomInput(inflated(input.rest(), inflater), limits.maxBytes());
            return elements(inflated, meta, syntax, limits, withPixels, taker);
        } finally {
            inflater.end();
        }
    }

    /** A stream that knows how much it can become, so that nobody takes memory for what cannot come. */
    private static InputStream inflated(InputStream deflated, Inflater inflater) {
        return new InflaterInputStream(deflated, inflater) {
            @Override
            public int available() throws IOException {
                var left = (long) in.available() + inf.getRemaining() + 1;
                return (int) Math.min(Integer.MAX_VALUE, super.available() * left * MOST_INFLATED_BY);
            }
        };
    }

    private static DicomObject elements(
            DicomInput input,
            Attributes meta,
            TransferSyntax syntax,
            ReadLimits limits,
            boolean withPixels,
            Optional<NativePixels> taker)
            throws IOException {
        if (taker.isPresent()) {
            input.allow(Math.min(limits.maxBytes(), ReadLimits.MOST_BYTES_BEFORE_PIXELS));
        }
        var reader = new DatasetReader(input, syntax, limits, withPixels, taker);
        var dataset = reader.read();
        return new DicomObject(meta, dataset, syntax, reader.withoutPixels());
    }

    private static boolean skipPreamble(DicomInput input) throws IOException {
        var head = input.peek(PREAMBLE_BYTES + 4);
        var marked = head.length == PREAMBLE_BYTES + 4
                && head[PREAMBLE_BYTES] == 'D'
                && head[PREAMBLE_BYTES + 1] == 'I'
                && head[PREAMBLE_BYTES + 2] == 'C'
                && head[PREAMBLE_BYTES + 3] == 'M';
        if (marked) {
            input.skip(head.length);
        }
        return marked;
    }

    /** Group 0002, explicit little endian; read until the group ends, because its stated length is often wrong or missing. */
    private static Attributes readFileMeta(DicomInput input, ReadLimits limits) throws IOException {
        var head = input.peek(GUESS_BYTES);
        var explicit = head.length < 6 || VR.forCode(head[4], head[5]).isPresent();
        var syntax = explicit ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
        return new DatasetReader(input, syntax, limits, true).readFileMeta();
    }

    private static TransferSyntax syntaxOf(Attributes meta, DicomInput input) throws IOException {
        var stated = meta.getString(Tag.TransferSyntaxUID);
        if (stated.isEmpty()) {
            return guessSyntax(input).orElse(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        }
        return TransferSyntax.forUid(stated.get())
                .orElseThrow(() -> new DicomUnreadableException(
                        Reason.UNKNOWN_SYNTAX,
                        UID.isValid(stated.get())
                                ? ObservationKind.SYNTAX_UNKNOWN.of(stated.get())
                                : ObservationKind.SYNTAX_ILL_FORMED.of()));
    }

    /** What the first element looks like. */
    private static Optional<TransferSyntax> guessSyntax(DicomInput input) throws IOException {
        var head = input.peek(GUESS_BYTES);
        if (head.length < GUESS_BYTES) {
            return Optional.empty();
        }
        var littleGroup = (head[1] & 0xff) << 8 | head[0] & 0xff;
        var bigGroup = (head[0] & 0xff) << 8 | head[1] & 0xff;
        var explicit = VR.forCode(head[4], head[5]).isPresent();
        if (littleGroup > 0 && littleGroup <= HIGHEST_FIRST_GROUP) {
            if (explicit) {
                return Optional.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            }
            var length = (head[7] & 0xff) << 24 | (head[6] & 0xff) << 16 | (head[5] & 0xff) << 8 | head[4] & 0xff;
            return length >= -1 && length < LONGEST_FIRST_VALUE
                    ? Optional.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)
                    : Optional.empty();
        }
        return bigGroup > 0 && bigGroup <= HIGHEST_FIRST_GROUP && explicit
                ? Optional.of(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)
                : Optional.empty();
    }

    /** The standard asks for deflate without a header; some writers add zlib's. */
    private static boolean startsWithZlibHeader(DicomInput input) throws IOException {
        var head = input.peek(2);
        return head.length == 2 && head[0] == 0x78 && ((head[0] & 0xff) << 8 | head[1] & 0xff) % 31 == 0;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T guarded(Reading<T> reading) {
        try {
            return reading.read();
        } catch (EOFException e) {
            throw new DicomUnreadableException(Reason.MALFORMED, ObservationKind.ENDS_WITHIN_ELEMENT.of(), e);
        } catch (ZipException e) {
            throw new DicomUnreadableException(Reason.MALFORMED, ObservationKind.DEFLATION_DAMAGED.of(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the object could not be read", e);
        }
    }
}
