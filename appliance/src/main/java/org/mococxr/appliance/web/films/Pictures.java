package org.mococxr.appliance.web.films;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.film.DeepPicture;
import org.mococxr.film.DisplayPicture;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.film.Radiograph;

/** Films as pictures for a browser. Decodes a few at a time and remembers the last ones. Safe for use by many threads. */
final class Pictures {
    private static final int SMALLEST_SIDE = 32;
    private static final int LARGEST_SIDE = 3072;
    private static final int DECODED_AT_A_TIME = 2;
    private static final long REMEMBERED_BYTES = 48L << 20;

    private final StoredFilms films;
    private final Semaphore decoding = new Semaphore(DECODED_AT_A_TIME, true);
    private final Memory memory = new Memory();

    Pictures(StoredFilms films) {
        this.films = films;
    }

    /**
     * @param longSidePixels of the picture; a smaller film keeps its size
     * @return PNG, 8-bit grey; empty if this film has no pixels that can be read
     */
    Optional<byte[]> png(FilmEntry film, int longSidePixels) {
        var side = Math.min(Math.max(longSidePixels, SMALLEST_SIDE), LARGEST_SIDE);
        return made(film, film.ref() + "/" + side, radiograph -> encode(DisplayPicture.of(radiograph, side)));
    }

    /**
     * For a viewer that sets its own window.
     *
     * @return gzip of the number of rows and of columns, each an int32, then uint16 grey row by row, all little endian; empty if
     *     this film has no pixels that can be read
     */
    Optional<byte[]> pixels(FilmEntry film, int longSidePixels) {
        var side = Math.min(Math.max(longSidePixels, SMALLEST_SIDE), LARGEST_SIDE);
        return made(film, film.ref() + "/pixels/" + side, radiograph -> pack(DeepPicture.of(radiograph, side)));
    }

    private Optional<byte[]> made(FilmEntry film, String key, Function<Radiograph, byte[]> making) {
        var known = memory.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        decoding.acquireUninterruptibly();
        try {
            var made = making.apply(films.read(film.objectDigest()).radiograph());
            memory.put(key, made);
            return Optional.of(made);
        } catch (FilmUnreadableException e) {
            return Optional.empty();
        } finally {
            decoding.release();
        }
    }

    private static byte[] pack(DeepPicture picture) {
        var out = new ByteArrayOutputStream();
        try (var packed = new QuickGzip(out)) {
            packed.write(ByteBuffer.allocate(2 * Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(picture.rows())
                    .putInt(picture.columns())
                    .array());
            picture.writeTo(packed);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack a picture into memory", e);
        }
        return out.toByteArray();
    }

    /** Noise does not get smaller for more effort. */
    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out, 64 << 10);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static byte[] encode(DisplayPicture picture) {
        var image = new BufferedImage(picture.columns(), picture.rows(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, picture.columns(), picture.rows(), picture.bytes());
        return encode(image);
    }

    static byte[] encode(BufferedImage image) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a PNG into memory", e);
        }
        return out.toByteArray();
    }

    /** The pictures asked for last, up to a number of bytes. */
    private static final class Memory {
        private final Map<String, byte[]> pictures = new LinkedHashMap<>(64, 0.75f, true);
        private long bytes;

        synchronized byte @Nullable [] get(String key) {
            return pictures.get(key);
        }

        synchronized void put(String key, byte[] png) {
            var replaced = pictures.put(key, png);
            bytes += png.length - (replaced == null ? 0 : replaced.length);
            var oldest = pictures.entrySet().iterator();
            while (bytes > REMEMBERED_BYTES && pictures.size() > 1) {
                bytes -= oldest.next().getValue().length;
                oldest.remove();
            }
        }
    }
}
