package org.mococxr.film;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.mococxr.film.FilmUnreadableException.Reason;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/** Reads PNG and JPEG films: samples as stored, no gamma or colour management, black 0, white full scale. */
final class RasterReader {
    /** How an 8 or 16-bit picture becomes grey: stored value / full scale. */
    static final String RECIPE = "raster/1";

    /** JPEG's colour rounding makes the channels of a grey picture differ by a little. */
    private static final int GREY_CHANNEL_TOLERANCE = 12;

    private static final double COLOUR_PIXELS_FRACTION = 0.01;
    private static final int MOST_BYTES_PER_PIXEL = 8;
    private static final int START_OF_SCAN = 0xda;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private RasterReader() {}

    /** Whether the bytes begin as a PNG or a JPEG does. */
    static boolean recognises(byte[] bytes) {
        return startsWith(bytes, PNG) || isJpeg(bytes);
    }

    private static boolean isJpeg(byte[] bytes) {
        return bytes.length > 3 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8 && (bytes[2] & 0xff) == 0xff;
    }

    private static boolean startsWith(byte[] bytes, byte[] head) {
        for (var i = 0; i < head.length; i++) {
            if (i >= bytes.length || bytes[i] != head[i]) {
                return false;
            }
        }
        return true;
    }

    /** @throws FilmUnreadableException if the picture is damaged, larger than the limits or of a kind unknown to us */
    static RasterFilm read(byte[] bytes, FilmLimits.Share share) {
        var format = isJpeg(bytes) ? "JPEG" : "PNG";
        var image = decode(bytes, format, share);
        var model = image.getColorModel();
        if (model instanceof IndexColorModel) {
            image = withoutPalette(image);
        }
        var raster = image.getRaster();
        var type = raster.getDataBuffer().getDataType();
        var bits = type == DataBuffer.TYPE_USHORT ? 16 : 8;
        if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED, ObservationKind.PICTURE_SAMPLES.of(format, model.getComponentSize(0)));
        }
        var colourBands = image.getColorModel().getNumColorComponents();
        if (colourBands > 3) {
            return inked(image, format);
        }
        var fullScale = (1 << Math.min(bits, image.getColorModel().getComponentSize(0))) - 1;
        var columns = image.getWidth();
        var stored = new short[image.getHeight() * columns];
        var coloured = 0L;
        var row = new int[columns * raster.getNumBands()];
        for (var y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, columns, 1, row);
            for (var x = 0; x < columns; x++) {
                var at = x * raster.getNumBands();
                if (colourBands == 1) {
                    stored[y * columns + x] = (short) row[at];
                } else {
                    coloured += isColoured(row, at, fullScale) ? 1 : 0;
                    stored[y * columns + x] = (short) luminance(row, at);
                }
            }
        }
        var lookup = new float[fullScale + 1];
        for (var i = 0; i <= fullScale; i++) {
            lookup[i] = (float) i / fullScale;
        }
        var orientation = ExifOrientation.of(bytes, isJpeg(bytes));
        var film = Radiograph.of(
                orientation.swapsSides() ? columns : image.getHeight(),
                orientation.swapsSides() ? image.getHeight() : columns,
                orientation.upright(image.getHeight(), columns, stored),
                lookup,
                rendering(orientation));
        var colour = coloured > COLOUR_PIXELS_FRACTION * stored.length;
        return new RasterFilm(film, format, bits, colour ? RasterFilm.Colour.RGB : RasterFilm.Colour.GREY);
    }

    private static Rendering rendering(ExifOrientation orientation) {
        return orientation.isUpright()
                ? Rendering.of(RECIPE)
                : new Rendering(RECIPE, false, List.of(ObservationKind.TURNED_UPRIGHT.of(orientation.number())));
    }

    /** Nothing says whether its inks are inverted, as some programs write them: shown to nobody, so that none is guessed at. */
    private static RasterFilm inked(BufferedImage image, String format) {
        var nothing = Radiograph.of(
                image.getHeight(),
                image.getWidth(),
                new short[image.getHeight() * image.getWidth()],
                new float[] {0},
                Rendering.of(RECIPE));
        return new RasterFilm(nothing, format, Byte.SIZE, RasterFilm.Colour.CMYK);
    }

    private static BufferedImage decode(byte[] bytes, String format, FilmLimits.Share share) {
        var reader = ImageIO.getImageReadersByFormatName(format.toLowerCase(Locale.ROOT))
                .next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > share.mostPixels()) {
                throw new FilmUnreadableException(
                        Reason.TOO_LARGE,
                        ObservationKind.PICTURE_TOO_LARGE.of(
                                format, reader.getWidth(0), reader.getHeight(0), share.mostPixels() / 1_000_000));
            }
            requireFewScans(bytes, format);
            share.take(reader.getWidth(0), reader.getHeight(0), bytes.length, workBytesPerPixel(reader));
            return reader.read(0);
        } catch (IIOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED,
                    ObservationKind.PICTURE_DAMAGED.of(format, Observation.quoted(e.getMessage())),
                    e);
        } catch (IOException e) {
            var words = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
            throw new FilmUnreadableException(Reason.MALFORMED, Observation.quoted(words), e);
        } finally {
            reader.dispose();
        }
    }

    /** The picture as the reader makes it, and what becomes of a palette. */
    private static int workBytesPerPixel(ImageReader reader) throws IOException {
        var types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            return MOST_BYTES_PER_PIXEL;
        }
        var type = types.next();
        return type.getColorModel() instanceof IndexColorModel
                ? MOST_BYTES_PER_PIXEL
                : type.getNumBands()
                        * DataBuffer.getDataTypeSize(type.getSampleModel().getDataType())
                        / Byte.SIZE;
    }

    /** Of a JPEG picture; inside a scan a marker's first byte is followed by zero, so that none is taken for one. */
    private static void requireFewScans(byte[] bytes, String format) {
        var scans = 0;
        for (var i = 0; i + 1 < bytes.length && format.equals("JPEG"); i++) {
            if ((bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == START_OF_SCAN) {
                scans++;
            }
        }
        if (scans > FilmLimits.MOST_SCANS) {
            throw new FilmUnreadableException(
                    Reason.MALFORMED, ObservationKind.PICTURE_DAMAGED.of(format, Observation.quoted(scans + " SOS")));
        }
    }

    private static BufferedImage withoutPalette(BufferedImage image) {
        var rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < image.getHeight(); y++) {
            for (var x = 0; x < image.getWidth(); x++) {
                rgb.setRGB(x, y, image.getRGB(x, y));
            }
        }
        var bytes = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        bytes.getRaster().setRect(rgb.getRaster());
        return bytes;
    }

    private static boolean isColoured(int[] row, int at, int fullScale) {
        var most = Math.max(row[at], Math.max(row[at + 1], row[at + 2]));
        var least = Math.min(row[at], Math.min(row[at + 1], row[at + 2]));
        return (most - least) * 255L > (long) GREY_CHANNEL_TOLERANCE * fullScale;
    }

    /** ITU-R BT.601, as JPEG and PIL's "L" do. */
    private static int luminance(int[] row, int at) {
        if (row[at] == row[at + 1] && row[at] == row[at + 2]) {
            return row[at];
        }
        return (int) Math.round(0.299 * row[at] + 0.587 * row[at + 1] + 0.114 * row[at + 2]);
    }
}
