package org.mococxr.film;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.NativePixels;
import org.mococxr.dicom.ReadLimits;
import org.mococxr.dicom.SameValues;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.codec.FrameDecoder;
import org.mococxr.dicom.codec.FrameShape;
import org.mococxr.dicom.codec.PixelsUnreadableException;
import org.mococxr.film.FilmHeader.PixelFormat;

/**
 * Whether two stored objects are one film in two wrappings: the same attributes and, decoded, the same pixels. Senders and archives
 * decode, compress and rewrite on the way (PS3.5 section 10 leaves the transfer syntax to the two ends), and a film is not another film
 * for that.
 *
 * <p>What cannot be read or decoded is not the same: to keep one film twice is a nuisance, to lose one is not allowed.
 */
public final class SameFilm {
    /** One comparison holds one decoded film at a time; several at once must not take the memory of those being assessed. */
    private static final Semaphore COMPARING = new Semaphore(1);

    private static final int PIECE_BYTES = 1 << 16;

    private SameFilm() {}

    /**
     * @param first a DICOM file
     * @param second a DICOM file
     */
    public static boolean areSame(Path first, Path second) {
        COMPARING.acquireUninterruptibly();
        try {
            // Films that differ mostly differ in their headers, which cost little.
            return SameValues.hold(header(first), header(second))
                    && Content.of(first).isSameAs(Content.of(second));
        } catch (DicomUnreadableException
                | FilmUnreadableException
                | PixelsUnreadableException
                | UncheckedIOException e) {
            return false; // whatever is wrong with one of them is told when it is assessed
        } finally {
            COMPARING.release();
        }
    }

    private static Attributes header(Path file) {
        return DicomReader.readHeader(file).dataset();
    }

    /** All a film holds, its pixels as a digest: two films are never in memory together. */
    private record Content(Attributes attributes, Optional<Pixels> pixels) {
        static Content of(Path file) {
            try (var share = new FilmLimits.Share();
                    var in = new BufferedInputStream(Files.newInputStream(file))) {
                var taker = new Taker(share);
                var object = DicomReader.read(in, ReadLimits.film(), taker);
                var pixels = object.hasPixelData()
                        ? Optional.of(taker.taken.orElseGet(() -> Pixels.of(object)))
                        : taker.taken;
                object.dataset().remove(Tag.PixelData);
                return new Content(object.dataset(), pixels);
            } catch (IOException e) {
                throw new UncheckedIOException("the film could not be read", e);
            }
        }

        boolean isSameAs(Content other) {
            return pixels.equals(other.pixels) && SameValues.hold(attributes, other.attributes);
        }
    }

    private static final class Taker implements NativePixels {
        /** Nothing of a film stands there; what is longer is not compared. */
        private static final long MOST_BYTES_BEHIND = 16 << 20;

        private final FilmLimits.Share share;
        private Optional<Pixels> taken = Optional.empty();

        Taker(FilmLimits.Share share) {
            this.share = share;
        }

        @Override
        public void announced(Attributes header, long mostBytes) {
            var format = PixelFormat.of(header, true);
            share.take(
                    Math.max(1, format.columns()),
                    Math.max(1, format.rows()),
                    mostBytes,
                    DicomFilm.WORK_BYTES_PER_PIXEL);
        }

        @Override
        public long mostBytesBehind() {
            return MOST_BYTES_BEHIND;
        }

        @Override
        public void take(Attributes header, long lengthBytes, InputStream stream) throws IOException {
            taken = Optional.of(Pixels.of(header, lengthBytes, stream));
        }
    }

    /**
     * Pixels whatever they were wrapped in.
     *
     * @param form what was digested: decoded words, or bytes as they are stored in what is no film of ours
     */
    private record Pixels(String form, String digest) {
        private static final String WORDS = "words";
        private static final String BYTES = "bytes";

        static Pixels of(DicomObject object) {
            var dataset = object.dataset();
            var shape = shape(dataset);
            if (shape.isPresent() && FrameDecoder.supports(object.transferSyntax())) {
                return words(DicomFilm.words(object, shape.get()), dataset, shape.get());
            }
            var fragments = dataset.getFragments(Tag.PixelData);
            var digest = sha256();
            if (fragments.isEmpty()) {
                dataset.getByteBuffer(Tag.PixelData).ifPresent(digest::update);
                return new Pixels(BYTES, hex(digest));
            }
            fragments.stream().skip(1).forEach(digest::update);
            return new Pixels(object.transferSyntax().uid(), hex(digest));
        }

        static Pixels of(Attributes header, long lengthBytes, InputStream stream) throws IOException {
            var shape = shape(header);
            var digest = sha256();
            var piece = new byte[PIECE_BYTES];
            if (shape.isEmpty()) {
                for (var count = stream.read(piece); count >= 0; count = stream.read(piece)) {
                    digest.update(piece, 0, count);
                }
                return new Pixels(BYTES, hex(digest));
            }
            FrameDecoder.requireUncompressed(lengthBytes, shape.get());
            var words = new short[piece.length / 2];
            for (var left = shape.get().pixels(); left > 0; ) {
                var count = Math.min(left, words.length);
                var bytes = stream.readNBytes(piece, 0, count * shape.get().bytesPerPixel());
                if (bytes < count * shape.get().bytesPerPixel()) {
                    throw new IOException("Pixel Data end early");
                }
                for (var i = 0; i < count; i++) {
                    words[i] = (short)
                            (shape.get().bytesPerPixel() == 1
                                    ? piece[i] & 0xff
                                    : piece[2 * i] & 0xff | piece[2 * i + 1] << 8);
                }
                update(digest, words, count, header, shape.get());
                left -= count;
            }
            return new Pixels(WORDS, hex(digest));
        }

        private static Pixels words(short[] words, Attributes header, FrameShape shape) {
            var digest = sha256();
            var piece = new short[PIECE_BYTES / 2];
            for (var from = 0; from < shape.pixels(); from += piece.length) {
                var count = Math.min(piece.length, shape.pixels() - from);
                System.arraycopy(words, from, piece, 0, count);
                update(digest, piece, count, header, shape);
            }
            return new Pixels(WORDS, hex(digest));
        }

        /** Of what is one grey frame of at most 16 bits, as every film of ours is. */
        private static Optional<FrameShape> shape(Attributes header) {
            var format = PixelFormat.of(header, true);
            var isFilm = format.samplesPerPixel() == 1
                    && format.frames() == 1
                    && (format.bitsAllocated() == 8 || format.bitsAllocated() == 16)
                    && format.rows() > 0
                    && format.columns() > 0
                    && (long) format.rows() * format.columns() <= FilmReader.MAX_PIXELS;
            return isFilm
                    ? Optional.of(new FrameShape(format.rows(), format.columns(), format.bitsAllocated()))
                    : Optional.empty();
        }

        private static void update(
                MessageDigest digest, short[] words, int count, Attributes header, FrameShape shape) {
            var bits = StoredBits.of(header, shape.bitsAllocated());
            var bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
            for (var i = 0; i < count; i++) {
                bytes.putShort((short) withoutSignBits(words[i] & 0xffff, bits, shape.bitsAllocated()));
            }
            digest.update(bytes.array());
        }

        /** Some writers repeat the sign above the stored bits, which no compressed stream carries; anything else up there is kept. */
        private static int withoutSignBits(int word, StoredBits bits, int bitsAllocated) {
            var above = ((1 << bitsAllocated) - 1) & -(1 << bits.bits());
            var isNegative = bits.signed() && bits.shift() == 0 && (word & 1 << bits.bits() - 1) != 0;
            return isNegative && (word & above) == above ? word & ~above : word;
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        private static String hex(MessageDigest digest) {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
