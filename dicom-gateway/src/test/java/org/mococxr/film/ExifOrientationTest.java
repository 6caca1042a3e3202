package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExifOrientationTest {
    private static final int ROWS = 40;
    private static final int COLUMNS = 24;

    /** Where the brightest corner of the stored picture, its upper left one, is when it stands upright: Exif's own table. */
    @ParameterizedTest
    @CsvSource({
        "1,top,left,40,24",
        "2,top,right,40,24",
        "3,bottom,right,40,24",
        "4,bottom,left,40,24",
        "5,top,left,24,40",
        "6,top,right,24,40",
        "7,bottom,right,24,40",
        "8,bottom,left,24,40"
    })
    void aPictureIsSetUpright(int number, String side, String end, int rows, int columns) throws IOException {
        for (var order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            for (var picture : new byte[][] {
                inJpeg(picture("jpeg"), exif(number, order)), inPng(picture("png"), exif(number, order))
            }) {
                var film = FilmReader.read(picture).radiograph();

                assertThat(film.rows()).isEqualTo(rows);
                assertThat(film.columns()).isEqualTo(columns);
                var row = side.equals("top") ? 2 : rows - 3;
                var column = end.equals("left") ? 2 : columns - 3;
                assertThat(film.grey(row, column)).isGreaterThan(0.9f);
                assertThat(film.grey(rows - 1 - row, columns - 1 - column)).isLessThan(0.2f);
                assertThat(film.rendering().remarks()).hasSize(number == 1 ? 0 : 1);
            }
        }
    }

    /** 5 and 7 are mirrored besides: the second brightest corner, stored on the upper right, tells. */
    @ParameterizedTest
    @CsvSource({"5,bottom,left", "6,bottom,right", "7,top,right", "8,top,left"})
    void turnedIsNotMirrored(int number, String side, String end) throws IOException {
        var film = FilmReader.read(inJpeg(picture("jpeg"), exif(number, ByteOrder.BIG_ENDIAN)))
                .radiograph();

        var row = side.equals("top") ? 2 : film.rows() - 3;
        var column = end.equals("left") ? 2 : film.columns() - 3;
        assertThat(film.grey(row, column)).isBetween(0.5f, 0.7f);
    }

    @Test
    void whatIsNoOrientationIsUpright() {
        for (var number : new int[] {0, 9, 65535}) {
            assertThat(ExifOrientation.of(inJpeg(picture("jpeg"), exif(number, ByteOrder.BIG_ENDIAN)), true))
                    .isEqualTo(ExifOrientation.UPRIGHT);
        }
        assertThat(ExifOrientation.of(picture("jpeg"), true)).isEqualTo(ExifOrientation.UPRIGHT);
        assertThat(ExifOrientation.of(new byte[0], true)).isEqualTo(ExifOrientation.UPRIGHT);
    }

    @Test
    void damagedDirectoriesAreReadOrPassedOver() {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++) {
            var jpeg = i % 2 == 0;
            var exif = exif(6, ByteOrder.LITTLE_ENDIAN);
            var whole = jpeg ? inJpeg(picture("jpeg"), exif) : inPng(picture("png"), exif);
            for (var j = 0; j < 4; j++) {
                whole[random.nextInt(120)] = (byte) random.nextInt(256);
            }
            var cut = Arrays.copyOf(whole, random.nextInt(whole.length));

            assertThat(ExifOrientation.of(cut, jpeg).number()).isBetween(1, 8);
        }
    }

    private static byte[] exif(int number, ByteOrder order) {
        var tiff = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
        tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x0100).putShort((short) 3).putInt(1).putInt(7); // another entry before it
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) number);
        return tiff.array();
    }

    private static byte[] inJpeg(byte[] picture, byte[] exif) {
        var segment = ByteBuffer.allocate(10 + exif.length);
        segment.putShort((short) 0xffe1).putShort((short) (8 + exif.length));
        segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
        return inserted(picture, 2, segment.array());
    }

    private static byte[] inPng(byte[] picture, byte[] exif) {
        var body = ByteBuffer.allocate(4 + exif.length);
        body.put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(exif);
        var sum = new CRC32();
        sum.update(body.array());
        var chunk = ByteBuffer.allocate(12 + exif.length);
        chunk.putInt(exif.length).put(body.array()).putInt((int) sum.getValue());
        return inserted(picture, 8 + 25, chunk.array()); // behind signature and IHDR
    }

    private static byte[] inserted(byte[] whole, int at, byte[] piece) {
        return ByteBuffer.allocate(whole.length + piece.length)
                .put(whole, 0, at)
                .put(piece)
                .put(whole, at, whole.length - at)
                .array();
    }

    /** Upper left white, upper right grey, the rest black. */
    private static byte[] picture(String format) {
        var image = new BufferedImage(COLUMNS, ROWS, BufferedImage.TYPE_BYTE_GRAY);
        for (var y = 0; y < 8; y++) {
            for (var x = 0; x < 8; x++) {
                image.getRaster().setSample(x, y, 0, 255);
                image.getRaster().setSample(COLUMNS - 1 - x, y, 0, 150);
            }
        }
        try {
            var out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
    }
}
