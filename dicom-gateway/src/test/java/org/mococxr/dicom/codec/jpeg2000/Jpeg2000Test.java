package org.mococxr.dicom.codec.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.codec.jpeg2000.CodestreamEncoder.Headers;
import org.mococxr.dicom.codec.jpeg2000.CodestreamEncoder.Settings;

/** Streams of an encoder written beside this test come back; damaged and impossible ones are refused. */
class Jpeg2000Test {
    private static final int[] WHOLE = {1 << 20, 1 << 20};

    @Test
    void plainStreamsComeBack() {
        assertComesBack(film(53, 71, 12, 1), 12, false, Settings.plain());
    }

    @ParameterizedTest
    @CsvSource({"8,false", "12,false", "16,false", "8,true", "12,true", "16,true", "1,false", "5,true"})
    void everyDepthAndSignComesBack(int precision, boolean signed) {
        assertComesBack(film(33, 29, precision, precision), precision, signed, Settings.plain());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,40", "40,1", "2,2", "3,5", "64,64", "65,63"})
    void everySizeComesBack(int rows, int columns) {
        assertComesBack(film(rows, columns, 12, rows), 12, false, Settings.plain());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 12})
    void everyNumberOfLevelsComesBack(int levels) {
        assertComesBack(film(37, 45, 10, levels), 10, false, settings(levels, 0, 1, 0, new int[0], WHOLE, new int[4]));
    }

    /** All 64 combinations of bypass, reset, termination, vertical causality, predictable termination and symbols. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyBlockStyleComesBack(int layers) {
        var film = film(27, 38, 16, 3);
        for (var style = 0; style < 64; style++) {
            assertComesBack(film, 16, false, settings(2, style, layers, 0, new int[0], WHOLE, new int[4]));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void everyProgressionComesBackWithLayersPrecinctsTilesAndOffsets(int order) {
        var precincts = new int[] {0x23, 0x33, 0x24, 0x44};
        var film = film(61, 83, 12, order);

        assertComesBack(
                film, 12, false, settings(3, 0, 4, order, precincts, new int[] {40, 33}, new int[] {13, 7, 5, 2}));
        assertComesBack(film, 12, false, settings(3, 0, 1, order, precincts, WHOLE, new int[] {100, 51, 0, 0}));
    }

    @Test
    void progressionChangesComeBack() {
        var plain = Settings.plain();
        var changes = new int[][] {{0, 1, 2, 1}, {1, 3, 4, 4}, {0, 3, 3, 0}, {0, 3, 4, 2}};

        assertComesBack(
                film(61, 47, 12, 9),
                12,
                false,
                new Settings(
                        3,
                        true,
                        plain.blockExponents(),
                        0,
                        3,
                        0,
                        new int[] {0x22, 0x33, 0x33, 0x33},
                        WHOLE,
                        new int[4],
                        false,
                        Headers.AMONG_DATA,
                        0,
                        changes,
                        1));
    }

    @ParameterizedTest
    @CsvSource({
        "AMONG_DATA,true,1",
        "AMONG_DATA,true,3",
        "IN_TILE,false,1",
        "IN_TILE,true,4",
        "IN_MAIN,false,2",
        "IN_MAIN,true,3"
    })
    void packetHeadersAreFoundWhereverTheyAre(Headers headers, boolean markers, int parts) {
        var plain = Settings.plain();

        assertComesBack(
                film(61, 47, 12, 9),
                12,
                false,
                new Settings(
                        3,
                        true,
                        plain.blockExponents(),
                        0,
                        3,
                        1,
                        new int[] {0x33, 0x33, 0x44, 0x44},
                        new int[] {30, 40},
                        new int[4],
                        markers,
                        headers,
                        0,
                        new int[0][],
                        parts));
    }

    @Test
    void regionsOfInterestComeBack() {
        var plain = Settings.plain();

        assertComesBack(
                film(31, 47, 8, 9),
                8,
                false,
                new Settings(
                        2,
                        true,
                        plain.blockExponents(),
                        0,
                        1,
                        0,
                        new int[0],
                        WHOLE,
                        new int[4],
                        false,
                        Headers.AMONG_DATA,
                        12,
                        new int[0][],
                        1));
    }

    /** Within half a quantisation step of each of the few coefficients that make a sample. */
    @ParameterizedTest
    @CsvSource({"8,0", "12,3", "16,5", "12,1"})
    void theIrreversibleWaveletComesBackNearly(int precision, int levels) {
        var plain = Settings.plain();
        var film = film(67, 59, precision, precision);
        var settings = new Settings(
                levels,
                false,
                plain.blockExponents(),
                0,
                2,
                0,
                new int[0],
                new int[] {40, 50},
                new int[] {3, 1, 0, 0},
                false,
                Headers.AMONG_DATA,
                0,
                new int[0][],
                1);

        var decoded = decode(CodestreamEncoder.encode(film, precision, false, settings), film, false);

        for (var y = 0; y < film.length; y++) {
            for (var x = 0; x < film[0].length; x++) {
                assertThat(Math.abs((decoded[y * film[0].length + x] & 0xffff) - film[y][x]))
                        .isLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void aStreamInsideAFileIsFound() {
        var film = film(20, 20, 8, 1);
        var stream = CodestreamEncoder.encode(film, 8, false, Settings.plain());
        var file = new java.io.ByteArrayOutputStream();
        file.writeBytes(new byte[] {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10, (byte) 0x87, 10});
        file.writeBytes(new byte[] {0, 0, 0, 10, 'j', 'p', '2', 'h', 1, 2});
        file.writeBytes(new byte[] {0, 0, 0, 0, 'j', 'p', '2', 'c'});
        file.writeBytes(stream);

        assertThat(decode(file.toByteArray(), film, true)).isEqualTo(words(film));
    }

    @Test
    void paddingBehindTheStreamIsNoHarm() {
        var film = film(20, 20, 8, 1);
        var stream = CodestreamEncoder.encode(film, 8, false, Settings.plain());

        assertThat(decode(Arrays.copyOf(stream, stream.length + 1), film, true)).isEqualTo(words(film));
    }

    /** Cut anywhere but between its last packet and its end marker, a stream is incomplete. */
    @Test
    void aTruncatedStreamIsRefused() {
        var film = film(40, 40, 12, 5);
        var stream = CodestreamEncoder.encode(film, 12, false, Settings.plain());

        for (var length = 0; length < stream.length - 2; length++) {
            var cut = Arrays.copyOf(stream, length);
            assertThatThrownBy(() -> decode(cut, film, true)).isInstanceOf(CodestreamUnreadableException.class);
        }
    }

    @Test
    void aMissingTileIsRefused() {
        var film = film(40, 40, 12, 5);
        var stream = CodestreamEncoder.encode(
                film, 12, false, settings(2, 0, 1, 0, new int[0], new int[] {20, 40}, new int[4]));
        var second = lastIndexOf(stream, 0x90);

        var cut = Arrays.copyOf(stream, second);

        assertThatThrownBy(() -> decode(cut, film, true))
                .isInstanceOf(CodestreamUnreadableException.class)
                .hasMessageContaining("1 of 2 tiles");
    }

    @Test
    void anotherShapeIsRefusedBeforeAnythingIsAllocated() {
        var stream = CodestreamEncoder.encode(film(8, 8, 12, 5), 12, false, Settings.plain());

        assertThatThrownBy(() -> Jpeg2000.decode(stream, new Jpeg2000.Frame(8, 9, 16, true)))
                .hasMessageContaining("8 x 8 pixels, the object 9 x 8");
        assertThatThrownBy(() -> Jpeg2000.decode(stream, new Jpeg2000.Frame(8, 8, 8, true)))
                .hasMessageContaining("12 bits per pixel, the object allocates 8");
    }

    @Test
    void colourExtensionsAndHighThroughputAreRefusedByName() {
        var stream = CodestreamEncoder.encode(film(8, 8, 8, 5), 8, false, Settings.plain());

        assertRefused(stream, 6, 0x40, "high-throughput");
        assertRefused(stream, 6, 0x80, "Part 2");
        assertRefused(stream, 41, 3, "3 components");
        assertRefused(stream, 57, 0x40, "high-throughput");
    }

    private static void assertRefused(byte[] stream, int at, int value, String words) {
        var changed = stream.clone();
        changed[at] = (byte) value;
        assertThatThrownBy(() -> Jpeg2000.decode(changed, new Jpeg2000.Frame(8, 8, 8, true)))
                .isInstanceOf(CodestreamUnreadableException.class)
                .hasMessageContaining(words);
    }

    /** 65,535 layers of one-sample precincts would be four billion packets for a stream of some hundred bytes. */
    @Test
    void moreDeclaredPacketsThanBytesAreRefused() {
        var film = film(64, 64, 8, 5);
        var stream = CodestreamEncoder.encode(film, 8, false, Settings.plain());
        stream[51] = (byte) 0xff;
        stream[52] = (byte) 0xff;

        assertThatThrownBy(() -> decode(stream, film, true))
                .isInstanceOf(CodestreamUnreadableException.class)
                .hasMessageContaining("cannot hold its packets");
    }

    @Test
    void aWrongSegmentationSymbolIsRefused() {
        var film = film(16, 16, 8, 5);
        var stream = CodestreamEncoder.encode(film, 8, false, settings(0, 32, 1, 0, new int[0], WHOLE, new int[4]));
        stream[stream.length - 12] ^= 0x10;

        assertThatThrownBy(() -> decode(stream, film, false)).hasMessageContaining("segmentation symbol");
    }

    private static int lastIndexOf(byte[] bytes, int marker) {
        for (var i = bytes.length - 2; i >= 0; i--) {
            if (bytes[i] == -1 && (bytes[i + 1] & 0xff) == marker) {
                return i;
            }
        }
        throw new AssertionError("no such marker");
    }

    private static Settings settings(
            int levels, int style, int layers, int order, int[] precincts, int[] tile, int[] origin) {
        return new Settings(
                levels,
                true,
                new int[] {4, 3},
                style,
                layers,
                order,
                precincts,
                tile,
                origin,
                false,
                Headers.AMONG_DATA,
                0,
                new int[0][],
                1);
    }

    private static void assertComesBack(int[][] film, int precision, boolean signed, Settings settings) {
        var samples = film;
        if (signed) {
            samples = new int[film.length][];
            for (var y = 0; y < film.length; y++) {
                samples[y] = Arrays.stream(film[y])
                        .map(value -> value - (1 << precision - 1))
                        .toArray();
            }
        }

        var decoded = decode(CodestreamEncoder.encode(samples, precision, signed, settings), film, true);

        assertThat(decoded).as(settings.toString()).isEqualTo(words(samples));
    }

    private static short[] decode(byte[] stream, int[][] film, boolean lossless) {
        return Jpeg2000.decode(stream, new Jpeg2000.Frame(film.length, film[0].length, 16, lossless));
    }

    private static short[] words(int[][] samples) {
        var words = new short[samples.length * samples[0].length];
        for (var i = 0; i < words.length; i++) {
            words[i] = (short) samples[i / samples[0].length][i % samples[0].length];
        }
        return words;
    }

    /** A gradient with an edge, a flat corner and noise, over the whole range. */
    static int[][] film(int rows, int columns, int precision, long seed) {
        var random = new Random(seed);
        var full = (1 << precision) - 1;
        var film = new int[rows][columns];
        for (var y = 0; y < rows; y++) {
            for (var x = 0; x < columns; x++) {
                var value =
                        full * (0.1 + 0.6 * y / rows + (x > columns / 2 ? 0.2 : 0)) + random.nextGaussian() * full / 40;
                film[y][x] = y < rows / 4 && x < columns / 4 ? full : (int) Math.max(0, Math.min(full, value));
            }
        }
        return film;
    }
}
