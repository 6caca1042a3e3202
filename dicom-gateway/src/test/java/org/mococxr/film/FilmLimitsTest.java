package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.VR;

/** Two workers with the heap of the box read the largest films there are, and refuse larger ones by name, without running out of memory. */
class FilmLimitsTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    /** A film of a few kilobytes, behind whose pixels half a gigabyte of zeros unfolds. */
    @Test
    void whatFollowsThePixelsIsNotRead() throws IOException {
        var film = deflated("behind.dcm", 100, 100, 0, 480);

        assertThat(FilmProcess.read(Collections.nCopies(3, film)))
                .containsOnly("100 x 100")
                .hasSize(3);
    }

    @Test
    void whatPrecedesThePixelsIsBounded() throws IOException {
        var film = deflated("before.dcm", 100, 100, 480, 0);

        assertThat(FilmProcess.read(Collections.nCopies(3, film)))
                .containsOnly("TOO_LARGE")
                .hasSize(3);
    }

    @Test
    void theLargestFilmsFitTwoAtATime() throws IOException {
        var film = deflated("large.dcm", 10_000, 10_000, 0, 0);

        assertThat(FilmProcess.read(Collections.nCopies(4, film)))
                .containsOnly("10000 x 10000")
                .hasSize(4);
    }

    @Test
    void compressedFilmsFitTwoAtATimeOrAreRefusedAsTooLarge() throws IOException {
        var fits = rle("fits.dcm", 6_000, 6_000);
        var tooLarge = rle("larger.dcm", 9_000, 9_000);

        assertThat(FilmProcess.read(List.of(fits, fits, tooLarge, fits)))
                .containsExactly("6000 x 6000", "6000 x 6000", "TOO_LARGE", "6000 x 6000");
    }

    @Test
    void picturesFitTwoAtATimeOrAreRefusedAsTooLarge() throws IOException {
        var fits = picture("fits.png", 7_000);
        var tooLarge = folder.resolve("larger.png");
        Files.write(tooLarge, declaring(Files.readAllBytes(fits), 60_000));

        assertThat(FilmProcess.read(List.of(fits, fits, tooLarge, fits)))
                .containsExactly("7000 x 7000", "7000 x 7000", "TOO_LARGE", "7000 x 7000");
    }

    private Path picture(String name, int side) throws IOException {
        var file = folder.resolve(name);
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
        return file;
    }

    /** The same picture with another size in its header, and the header's check sum (PNG 11.2.2). */
    private static byte[] declaring(byte[] png, int side) {
        var bytes = ByteBuffer.wrap(png.clone()).putInt(16, side).putInt(20, side);
        var sum = new CRC32();
        sum.update(bytes.array(), 12, 17);
        return bytes.putInt(29, (int) sum.getValue()).array();
    }

    private Path deflated(String name, int rows, int columns, int mebibytesBefore, int mebibytesBehind)
            throws IOException {
        var file = folder.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            out.write(fileMeta());
            var deflater = new Deflater(Deflater.BEST_SPEED, true);
            try (var deflated = new DeflaterOutputStream(out, deflater, 1 << 16)) {
                DicomWriter.writeDataset(deflated, header(rows, columns), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
                if (mebibytesBefore > 0) {
                    zeros(deflated, 0x00291000, mebibytesBefore * (long) MEBIBYTE);
                }
                zeros(deflated, Tag.PixelData, 2L * rows * columns);
                if (mebibytesBehind > 0) {
                    zeros(deflated, 0x7fe11000, mebibytesBehind * (long) MEBIBYTE);
                }
            } finally {
                deflater.end();
            }
        }
        return file;
    }

    private static Attributes header(int rows, int columns) {
        var film = DicomFilms.chest(1, 1, i -> 0);
        film.remove(Tag.PixelData);
        film.setInt(Tag.Rows, VR.US, rows);
        film.setInt(Tag.Columns, VR.US, columns);
        return film;
    }

    private static byte[] fileMeta() {
        var empty = new Attributes();
        empty.setString(Tag.SOPClassUID, VR.UI, "1.2.3.4");
        empty.setString(Tag.SOPInstanceUID, VR.UI, "1.2.3");
        var whole = DicomWriter.toBytes(DicomObject.of(empty, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
        var dataset = new ByteArrayOutputStream();
        try {
            DicomWriter.writeDataset(dataset, empty, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Arrays.copyOf(whole, whole.length - dataset.size());
    }

    private static void zeros(OutputStream out, int tag, long bytes) throws IOException {
        out.write(ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) (tag >>> 16))
                .putShort((short) tag)
                .put(new byte[] {'O', 'W', 0, 0})
                .putInt((int) bytes)
                .array());
        var piece = new byte[1 << 16];
        for (var left = bytes; left > 0; left -= piece.length) {
            out.write(piece, 0, (int) Math.min(left, piece.length));
        }
    }

    /** Of zeros, in runs of 128. */
    private Path rle(String name, int rows, int columns) throws IOException {
        var runs = (rows * columns + 127) / 128;
        var stream = ByteBuffer.allocate(64 + 4 * runs).order(ByteOrder.LITTLE_ENDIAN);
        stream.putInt(2).putInt(64).putInt(64 + 2 * runs).position(64);
        for (var i = 0; i < 2 * runs; i++) {
            var count = i % runs == runs - 1 ? rows * columns - 128 * (runs - 1) : 128;
            stream.put((byte) (1 - count)).put((byte) 0);
        }
        var film = header(rows, columns);
        return Files.write(
                folder.resolve(name), DicomFilms.encapsulated(film, TransferSyntax.RLE_LOSSLESS, stream.array()));
    }
}
