package org.mococxr.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.codec.jpeg2000.CodestreamEncoder;

class FrameDecoderTest {
    @Test
    void uncompressedWordsAreLittleEndian() {
        var shape = new FrameShape(1, 2, 16);

        var words = FrameDecoder.decode(
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, new byte[] {0x34, 0x12, (byte) 0xff, (byte) 0xff}, shape);

        assertThat(words).containsExactly((short) 0x1234, (short) 0xffff);
    }

    @Test
    void uncompressedLengthMustFit() {
        var shape = new FrameShape(3, 3, 8);
        var syntax = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

        for (var length : new int[] {9, 10, 12}) { // padded to even length, or by up to a row
            assertThat(FrameDecoder.decode(syntax, new byte[length], shape)).hasSize(9);
        }
        for (var length : new int[] {0, 8, 13, 18}) {
            assertThatThrownBy(() -> FrameDecoder.decode(syntax, new byte[length], shape))
                    .isInstanceOf(PixelsUnreadableException.class)
                    .hasMessageContaining("3 x 3");
        }
    }

    @ParameterizedTest
    @CsvSource({"8,1", "8,2", "16,3", "16,4", "16,5"})
    void rleComesBack(int bits, long seed) {
        var shape = new FrameShape(37, 53, bits);
        var words = anatomy(shape, bits, seed);

        var decoded = FrameDecoder.decode(TransferSyntax.RLE_LOSSLESS, TestEncoders.rle(words, bits / 8), shape);

        assertThat(decoded).isEqualTo(words);
    }

    static Stream<Arguments> losslessVariants() {
        return Stream.of(1, 2, 3, 4, 5, 6, 7)
                .flatMap(predictor -> Stream.of(
                        Arguments.of(predictor, 8, 0, 0),
                        Arguments.of(predictor, 12, 0, 5),
                        Arguments.of(predictor, 16, 0, 0),
                        Arguments.of(predictor, 12, 3, 7)));
    }

    @ParameterizedTest
    @MethodSource("losslessVariants")
    void losslessJpegComesBack(int predictor, int precision, int shift, int rowsPerRestart) {
        var shape = new FrameShape(41, 29, precision == 8 ? 8 : 16);
        var words = anatomy(shape, precision, predictor);
        for (var i = 0; i < words.length; i++) {
            words[i] = (short) ((words[i] & 0xffff) >> shift << shift);
        }

        var decoded = FrameDecoder.decode(
                TransferSyntax.JPEG_LOSSLESS,
                TestEncoders.lossless(words, shape, precision, predictor, shift, rowsPerRestart),
                shape);

        assertThat(decoded).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losslessJpegOfNoiseComesBack(long seed) {
        var shape = new FrameShape(33, 65, 16);
        var words = noise(shape, 16, seed);

        assertThat(FrameDecoder.decode(
                        TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER,
                        TestEncoders.lossless(words, shape, 16, 1, 0, 0),
                        shape))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"64,64", "17,23", "8,200", "1,1"})
    void baselineJpegEqualsTheJdk(int rows, int columns) throws IOException {
        var shape = new FrameShape(rows, columns, 8);
        var words = anatomy(shape, 8, 11);
        var image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        for (var i = 0; i < words.length; i++) {
            image.getRaster().setSample(i % columns, i / columns, 0, words[i]);
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        var reference =
                ImageIO.read(new ByteArrayInputStream(out.toByteArray())).getRaster();

        var decoded = FrameDecoder.decode(TransferSyntax.JPEG_BASELINE, out.toByteArray(), shape);

        for (var i = 0; i < decoded.length; i++) {
            assertThat((int) decoded[i]).isEqualTo(reference.getSample(i % columns, i / columns, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"8,0", "12,0", "12,7"})
    void dctWithoutQuantisationIsTheSourceWithinRounding(int precision, int blocksPerRestart) {
        var shape = new FrameShape(43, 50, precision == 8 ? 8 : 16);
        var words = anatomy(shape, precision, 21);

        var decoded = FrameDecoder.decode(
                TransferSyntax.JPEG_EXTENDED, TestEncoders.dct(words, shape, precision, blocksPerRestart), shape);

        for (var i = 0; i < words.length; i++) {
            assertThat((int) decoded[i]).isCloseTo(words[i], within(2));
        }
    }

    @ParameterizedTest
    @CsvSource({"8,0", "10,0", "12,0", "16,0", "8,1", "12,2", "12,5", "16,9", "2,0"})
    void jpegLsComesBackWithinItsTolerance(int precision, int near) {
        for (var seed = 0; seed < 6; seed++) {
            var shape = new FrameShape(29 + seed, 1 + 37 * seed, precision <= 8 ? 8 : 16);
            var words = seed % 2 == 0 ? anatomy(shape, precision, seed) : noise(shape, precision, seed);

            var decoded = FrameDecoder.decode(
                    near == 0 ? TransferSyntax.JPEG_LS_LOSSLESS : TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
                    JpegLsEncoder.encode(words, shape, precision, near),
                    shape);

            for (var i = 0; i < words.length; i++) {
                assertThat(decoded[i] & 0xffff).isCloseTo(words[i] & 0xffff, within(near));
            }
        }
    }

    @Test
    void theExampleOfTheJpegLsStandardIsDecoded() {
        var stream = HexFormat.of()
                .parseHex("ffd8fff7000b0800040004010111" + "00ffda0008010100000000c000006c80208e01c0000057400000"
                        + "6ee6000001bc18000005d800009160ffd9");

        var decoded = FrameDecoder.decode(TransferSyntax.JPEG_LS_LOSSLESS, stream, new FrameShape(4, 4, 8));

        assertThat(decoded)
                .containsExactly(new short[] {0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145});
    }

    @Test
    void aStreamOfOtherDimensionsIsRefusedBeforeAnythingIsAllocated() {
        var small = new FrameShape(8, 8, 16);
        var large = new FrameShape(40_000, 2_000, 16);
        for (var coded : streams(small, 5)) {
            assertThatThrownBy(() -> FrameDecoder.decode(coded.syntax(), coded.bytes(), large))
                    .isInstanceOf(PixelsUnreadableException.class)
                    .hasMessageContaining("cannot hold");
            assertThatThrownBy(() -> FrameDecoder.decode(coded.syntax(), coded.bytes(), new FrameShape(8, 9, 16)))
                    .isInstanceOf(PixelsUnreadableException.class);
        }
    }

    @Test
    void aStreamOfAnotherKindIsNamed() {
        var shape = new FrameShape(8, 8, 16);
        var stream = TestEncoders.lossless(anatomy(shape, 12, 1), shape, 12, 1, 0, 0);

        assertThatThrownBy(() -> FrameDecoder.decode(TransferSyntax.JPEG_LS_LOSSLESS, stream, shape))
                .isInstanceOf(PixelsUnreadableException.class)
                .hasMessageContaining("c3")
                .hasMessageContaining("LS");
    }

    @Test
    void theFramesHeaderTellsTheProcess() {
        var shape = new FrameShape(16, 16, 16);
        var words = anatomy(shape, 12, 1);
        var lossless = TestEncoders.lossless(words, shape, 12, 1, 0, 0);
        var lossy = TestEncoders.dct(words, shape, 12, 0);

        assertThat(FrameDecoder.decode(TransferSyntax.JPEG_BASELINE, lossless, shape))
                .isEqualTo(words);
        assertThat(FrameDecoder.decode(TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER, lossy, shape))
                .isEqualTo(FrameDecoder.decode(TransferSyntax.JPEG_EXTENDED, lossy, shape));
    }

    @ParameterizedTest
    @CsvSource({"8,1", "8,4", "12,1", "12,5", "12,7", "15,1"})
    void differencesThatWrapAtThePrecisionGiveTheSamePixels(int precision, int predictor) {
        var shape = new FrameShape(33, 65, precision == 8 ? 8 : 16);
        var words = noise(shape, precision, predictor);

        assertThat(FrameDecoder.decode(
                        TransferSyntax.JPEG_LOSSLESS,
                        TestEncoders.lossless(words, shape, precision, predictor, 0, 0, precision),
                        shape))
                .isEqualTo(words);
    }

    @Test
    void zerosMayStandWhereTheImagesEndShould() {
        var shape = new FrameShape(16, 16, 16);
        for (var coded : streams(shape, 7)) {
            if (coded.syntax() != TransferSyntax.RLE_LOSSLESS) {
                var whole = FrameDecoder.decode(coded.syntax(), coded.bytes(), shape);
                var end = coded.bytes().length - 1;
                while ((coded.bytes()[end] & 0xff) != 0xd9) {
                    end--;
                }
                var cut = Arrays.copyOf(Arrays.copyOf(coded.bytes(), end - 1), end + 63);

                assertThat(FrameDecoder.decode(coded.syntax(), cut, shape))
                        .as(coded.syntax().title())
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void everyTruncationIsRefused() {
        var shape = new FrameShape(16, 16, 16);
        for (var coded : streams(shape, 7)) {
            // Without its last two bytes a stream lacks only the end marker, and is complete.
            for (var length = 0; length < coded.bytes().length - 4; length++) {
                var cut = Arrays.copyOf(coded.bytes(), length);
                assertThatThrownBy(() -> FrameDecoder.decode(coded.syntax(), cut, shape))
                        .as("%s cut to %d of %d bytes", coded.syntax(), length, coded.bytes().length)
                        .isInstanceOf(PixelsUnreadableException.class);
            }
        }
    }

    @Test
    void dataLeftOverAfterTheLastPixelIsRefused() {
        var tall = new FrameShape(17, 16, 16);
        var stream = TestEncoders.lossless(anatomy(tall, 12, 3), tall, 12, 1, 0, 0);
        stream[8] = 16; // rows, in the start of frame
        var shape = new FrameShape(16, 16, 16);
        assertThat(stream[4 + 3]).isZero();

        assertThatThrownBy(() -> FrameDecoder.decode(TransferSyntax.JPEG_LOSSLESS, stream, shape))
                .isInstanceOf(PixelsUnreadableException.class)
                .hasMessageContaining("left over");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mutatedStreamsAreDecodedOrRefusedInTime(long seed) {
        var shape = new FrameShape(64, 48, 16);
        var random = new Random(seed);
        for (var coded : streams(shape, seed)) {
            for (var i = 0; i < 100; i++) {
                var mutated = mutate(coded.bytes(), random);
                Assertions.assertTimeout(Duration.ofSeconds(2), () -> decodeOrRefuse(coded.syntax(), mutated, shape));
            }
        }
    }

    private static void decodeOrRefuse(TransferSyntax syntax, byte[] stream, FrameShape shape) {
        try {
            assertThat(FrameDecoder.decode(syntax, stream, shape)).hasSize(shape.pixels());
        } catch (PixelsUnreadableException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        var mutated = bytes.clone();
        for (var k = 1 + random.nextInt(8); k > 0; k--) {
            var most = random.nextBoolean() ? Math.min(700, bytes.length) : bytes.length;
            mutated[random.nextInt(most)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(mutated, random.nextInt(bytes.length) + 1) : mutated;
    }

    private record Coded(TransferSyntax syntax, byte[] bytes) {}

    private static List<Coded> streams(FrameShape shape, long seed) {
        var words = anatomy(shape, 12, seed);
        return List.of(
                new Coded(TransferSyntax.RLE_LOSSLESS, TestEncoders.rle(words, 2)),
                new Coded(TransferSyntax.JPEG_EXTENDED, TestEncoders.dct(words, shape, 12, 3)),
                new Coded(TransferSyntax.JPEG_LOSSLESS, TestEncoders.lossless(words, shape, 12, 5, 0, 4)),
                new Coded(TransferSyntax.JPEG_LS_LOSSLESS, JpegLsEncoder.encode(words, shape, 12, 0)),
                new Coded(TransferSyntax.JPEG_LS_NEAR_LOSSLESS, JpegLsEncoder.encode(words, shape, 12, 3)),
                new Coded(
                        TransferSyntax.JPEG_2000_LOSSLESS, jpeg2000(words, shape, CodestreamEncoder.Settings.plain())),
                new Coded(
                        TransferSyntax.JPEG_2000,
                        jpeg2000(words, shape, CodestreamEncoder.Settings.everythingAtOnce())));
    }

    private static byte[] jpeg2000(short[] words, FrameShape shape, CodestreamEncoder.Settings settings) {
        var samples = new int[shape.rows()][shape.columns()];
        for (var i = 0; i < words.length; i++) {
            samples[i / shape.columns()][i % shape.columns()] = words[i];
        }
        return CodestreamEncoder.encode(samples, 12, false, settings);
    }

    /** A bright ellipse on flat black with a little noise inside: runs, edges and texture. */
    private static short[] anatomy(FrameShape shape, int bits, long seed) {
        var random = new Random(seed);
        var words = new short[shape.pixels()];
        var fullScale = (1 << bits) - 1;
        for (var i = 0; i < words.length; i++) {
            var y = (i / shape.columns() + 0.5) / shape.rows() - 0.5;
            var x = (i % shape.columns() + 0.5) / shape.columns() - 0.5;
            var inside = 0.2 - x * x - y * y;
            var value = inside > 0 ? (0.3 + 3 * inside) * fullScale + random.nextInt(4) : 0;
            words[i] = (short) Math.min(fullScale, (int) value);
        }
        return words;
    }

    private static short[] noise(FrameShape shape, int bits, long seed) {
        var random = new Random(seed);
        var words = new short[shape.pixels()];
        for (var i = 0; i < words.length; i++) {
            words[i] = (short) random.nextInt(1 << bits);
        }
        return words;
    }
}
