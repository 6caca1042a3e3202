package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class RasterReaderTest {
    private static final long LIMIT = 1_000_000;

    @Test
    void readsSixteenBitPngSamplesAsStored() throws IOException {
        var image = new BufferedImage(5, 3, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(4, 2, 0, 40_000);

        var film = read(encode(image, "png"));

        assertThat(film.bitsPerSample()).isEqualTo(16);
        assertThat(film.radiograph().storedValue(2, 4)).isEqualTo(40_000);
        assertThat(film.radiograph().grey(2, 4)).isEqualTo(40_000 / 65_535f);
        assertThat(film.radiograph().grey(0, 0)).isZero();
    }

    @Test
    void readsEightBitPngWithoutGamma() throws IOException {
        var image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (var x = 0; x < 256; x++) {
            image.getRaster().setSample(x, 0, 0, x);
        }

        var film = read(encode(image, "png"));

        for (var x = 0; x < 256; x++) {
            assertThat(film.radiograph().grey(0, x)).isEqualTo(x / 255f);
        }
    }

    @Test
    void aGreyPictureStoredAsRgbIsAFilmAndAColouredOneIsNot() throws IOException {
        var grey = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        var colour = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < 40; y++) {
            for (var x = 0; x < 40; x++) {
                grey.setRGB(x, y, (x * 6) * 0x010101);
                colour.setRGB(x, y, (x * 6) << 16 | (y * 6) << 8 | 200);
            }
        }

        assertThat(read(encode(grey, "png")).colour()).isEqualTo(RasterFilm.Colour.GREY);
        assertThat(read(encode(grey, "png")).radiograph().grey(3, 20)).isEqualTo(120 / 255f);
        assertThat(read(encode(colour, "png")).colour()).isEqualTo(RasterFilm.Colour.RGB);
    }

    @Test
    void aPictureInFourInksIsNamed() throws IOException {
        var inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 40, 40, 4, null);
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(inks, null, null));
        }

        var header = FilmReader.readHeader(out.toByteArray());

        assertThat(header.photometric()).isEqualTo("CMYK");
        assertThat(header.samplesPerPixel()).isEqualTo(4);
    }

    @Test
    void readsAPaletteAsTheGreyItShows() throws IOException {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(3, 3, 0xffffffff);

        var film = read(encode(image, "png"));

        assertThat(film.radiograph().grey(3, 3)).isEqualTo(1);
        assertThat(film.radiograph().grey(0, 0)).isZero();
    }

    @Test
    void readsGreyJpegWithinItsRounding() throws IOException {
        var image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (var y = 0; y < 64; y++) {
            for (var x = 0; x < 64; x++) {
                image.getRaster().setSample(x, y, 0, 60 + 2 * x);
            }
        }

        var film = read(encode(image, "jpg"));

        assertThat(film.format()).isEqualTo("JPEG");
        assertThat(film.radiograph().grey(20, 30)).isCloseTo(120 / 255f, within(4 / 255f));
    }

    @Test
    void refusesMorePixelsThanAllowedBeforeDecodingThem() throws IOException {
        var bytes = encode(new BufferedImage(1200, 1000, BufferedImage.TYPE_BYTE_GRAY), "png");

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(FilmUnreadableException.class)
                .hasMessageContaining("1200 x 1000");
    }

    @Test
    void whatIsDamagedIsUnreadableAndNothingElse() throws IOException {
        var random = new Random(5);
        for (var format : new String[] {"png", "jpg"}) {
            var image = new BufferedImage(50, 40, BufferedImage.TYPE_BYTE_GRAY);
            for (var i = 0; i < 2000; i++) {
                image.getRaster().setSample(i % 50, i / 50, 0, random.nextInt(256));
            }
            var whole = encode(image, format);
            for (var round = 0; round < 200; round++) {
                var bytes = Arrays.copyOf(whole, random.nextInt(4, whole.length + 1));
                for (var hit = 0; hit < 5; hit++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                try {
                    var film = read(bytes);
                    assertThat((long) film.radiograph().rows()
                                    * film.radiograph().columns())
                            .isLessThanOrEqualTo(LIMIT);
                } catch (FilmUnreadableException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    private static RasterFilm read(byte[] bytes) {
        try (var share = new FilmLimits.Share(LIMIT)) {
            return RasterReader.read(bytes, share);
        }
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
