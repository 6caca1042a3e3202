package org.mococxr.film;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.ReadLimits;
import org.mococxr.film.FilmUnreadableException.Reason;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.observation.ObservationKind;

/**
 * Reads any film by its content: DICOM, PNG or JPEG.
 *
 * <p>What is no film, damaged, or larger than is sensible ends in a {@link FilmUnreadableException}, before anything large is
 * allocated; a failing disk in an {@link UncheckedIOException}.
 */
public final class FilmReader {
    /** More are refused. */
    public static final long MAX_PIXELS = FilmLimits.MOST_PIXELS;

    private static final int SIGNATURE_BYTES = 16;

    private FilmReader() {}

    /** By which stored values become grey, DICOM films first, then pictures; a model that learned from others is refused. */
    public static List<String> recipes(GreyRecipe grey) {
        return List.of(grey.recipe(), RasterReader.RECIPE);
    }

    /** For the display. */
    public static Film read(Path file) {
        return read(file, GreyRecipe.DISPLAY);
    }

    /** For the display. */
    public static Film read(byte[] bytes) {
        return read(bytes, GreyRecipe.DISPLAY);
    }

    public static Film read(Path file, GreyRecipe recipe) {
        try (var share = new FilmLimits.Share()) {
            return read(file, recipe, share, short[]::new);
        }
    }

    public static Film read(byte[] bytes, GreyRecipe recipe) {
        try (var share = new FilmLimits.Share()) {
            return RasterReader.recognises(bytes)
                    ? film(raster(bytes, share))
                    : dicomFilm(new ByteArrayInputStream(bytes), recipe, share, short[]::new);
        }
    }

    /**
     * As {@link #read(Path, GreyRecipe)}, for a film that is looked at and let go: its pixels are gone when {@code use} returns.
     *
     * @param memory that its pixels may take
     */
    public static <T> T lend(Path file, GreyRecipe recipe, PixelMemory memory, Function<Film, T> use) {
        try (var share = new FilmLimits.Share();
                var loan = memory.lend()) {
            var film = read(file, recipe, share, loan::take);
            try {
                return use.apply(film);
            } finally {
                film.radiograph().forgetPixels();
            }
        }
    }

    private static Film read(Path file, GreyRecipe recipe, FilmLimits.Share share, IntFunction<short[]> memory) {
        return onStream(file, (in, signature, fileBytes) -> read(in, signature, fileBytes, recipe, share, memory));
    }

    /** What the film says about itself; of a DICOM object, without touching its pixels. */
    public static FilmHeader readHeader(Path file) {
        return onStream(file, FilmReader::readHeader);
    }

    /** What the film says about itself; of a DICOM object, without touching its pixels. */
    public static FilmHeader readHeader(byte[] bytes) {
        return RasterReader.recognises(bytes)
                ? FilmHeader.of(raster(bytes))
                : FilmHeader.of(guarded(() -> DicomReader.readHeader(bytes)));
    }

    /** What a DICOM object already read says about itself, with or without its pixels. */
    public static FilmHeader header(DicomObject object) {
        return FilmHeader.of(object);
    }

    private static Film read(
            InputStream in,
            byte[] signature,
            long fileBytes,
            GreyRecipe recipe,
            FilmLimits.Share share,
            IntFunction<short[]> memory)
            throws IOException {
        return RasterReader.recognises(signature)
                ? film(raster(pictureBytes(in, fileBytes), share))
                : dicomFilm(in, recipe, share, memory);
    }

    private static FilmHeader readHeader(InputStream in, byte[] signature, long fileBytes) throws IOException {
        return RasterReader.recognises(signature)
                ? FilmHeader.of(raster(pictureBytes(in, fileBytes)))
                : FilmHeader.of(guarded(() -> DicomReader.readHeader(in, ReadLimits.header())));
    }

    private static Film film(RasterFilm raster) {
        return new Film(FilmHeader.of(raster), raster.radiograph());
    }

    private static Film dicomFilm(
            InputStream in, GreyRecipe recipe, FilmLimits.Share share, IntFunction<short[]> memory) {
        return guarded(() -> DicomFilm.read(in, share, recipe, memory));
    }

    private static byte[] pictureBytes(InputStream in, long fileBytes) throws IOException {
        if (fileBytes > FilmLimits.MOST_PICTURE_FILE_BYTES) {
            throw new FilmUnreadableException(
                    Reason.TOO_LARGE,
                    ObservationKind.PICTURE_FILE_TOO_LONG.of(
                            fileBytes >> 20, FilmLimits.MOST_PICTURE_FILE_BYTES >> 20));
        }
        return in.readAllBytes();
    }

    /** Nothing but its header is kept. */
    private static RasterFilm raster(byte[] bytes) {
        try (var share = new FilmLimits.Share()) {
            return raster(bytes, share);
        }
    }

    private static RasterFilm raster(byte[] bytes, FilmLimits.Share share) {
        var film = RasterReader.read(bytes, share);
        share.keep((long) film.radiograph().rows() * film.radiograph().columns());
        return film;
    }

    @FunctionalInterface
    private interface StreamReading<T> {
        T read(InputStream in, byte[] signature, long fileBytes) throws IOException;
    }

    private static <T> T onStream(Path file, StreamReading<T> reading) {
        try (var in = new SignedStream(Files.newInputStream(file))) {
            return reading.read(in, in.signature(), Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the film could not be read from disk: " + DiskTrouble.inWords(e), e);
        }
    }

    /** A stream whose first bytes can be looked at before reading. */
    private static final class SignedStream extends BufferedInputStream {
        /** Pixels are asked for in larger pieces, which it hands through. */
        private static final int READ_AHEAD_BYTES = 1 << 13;

        SignedStream(InputStream in) {
            super(in, READ_AHEAD_BYTES);
        }

        byte[] signature() throws IOException {
            mark(SIGNATURE_BYTES);
            var signature = readNBytes(SIGNATURE_BYTES);
            reset();
            return signature;
        }
    }

    @FunctionalInterface
    private interface DicomReading<T> {
        T read();
    }

    private static <T> T guarded(DicomReading<T> reading) {
        try {
            return reading.read();
        } catch (DicomUnreadableException e) {
            var reason = switch (e.reason()) {
                case NOT_DICOM -> Reason.NOT_A_FILM;
                case MALFORMED -> Reason.MALFORMED;
                case TOO_LARGE -> Reason.TOO_LARGE;
                case UNKNOWN_SYNTAX -> Reason.UNSUPPORTED_SYNTAX;
            };
            throw new FilmUnreadableException(reason, e.found(), e);
        }
    }
}
