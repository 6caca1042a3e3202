package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;

/** The folded table against plain formulas of PS3.3 C.11, pixel by pixel. */
class GreyScaleTest {
    private static final int SIDE = 64;

    static Stream<Arguments> randomWindows() {
        var random = new Random(7);
        return Stream.generate(() -> Arguments.of(
                        new String[] {"LINEAR", "LINEAR_EXACT", "SIGMOID"}[random.nextInt(3)],
                        1000 + random.nextInt(2000),
                        2500 + random.nextInt(2000),
                        0.25 + random.nextInt(8) / 4.0,
                        random.nextInt(400) - 200,
                        random.nextBoolean(),
                        random.nextBoolean()))
                .limit(30);
    }

    @ParameterizedTest
    @MethodSource("randomWindows")
    void windowsFollowTheirFormulas(
            String function, int centre, int width, double slope, int intercept, boolean signed, boolean inverted) {
        var film = ramp(12, signed);
        film.setString(Tag.VOILUTFunction, VR.CS, function);
        film.setInt(Tag.WindowCenter, VR.DS, (int) (centre * slope) + intercept - (signed ? (int) (2048 * slope) : 0));
        film.setInt(Tag.WindowWidth, VR.DS, (int) (width * slope));
        film.setDouble(Tag.RescaleSlope, VR.DS, slope);
        film.setInt(Tag.RescaleIntercept, VR.DS, intercept);
        film.setString(Tag.PhotometricInterpretation, VR.CS, inverted ? "MONOCHROME1" : "MONOCHROME2");
        var c = film.getDouble(Tag.WindowCenter, 0);
        var w = film.getDouble(Tag.WindowWidth, 0);

        var read = radiograph(film);

        assertThat(read.rendering().windowReplaced()).isFalse();
        assertGrey(read, i -> {
            var x = valueOf(i, 12, signed) * slope + intercept;
            var grey = switch (function) {
                case "SIGMOID" -> 1 / (1 + Math.exp(-4 * (x - c) / w));
                case "LINEAR_EXACT" -> x <= c - w / 2 ? 0 : x > c + w / 2 ? 1 : (x - c) / w + 0.5;
                default ->
                    x <= c - 0.5 - (w - 1) / 2 ? 0 : x > c - 0.5 + (w - 1) / 2 ? 1 : (x - (c - 0.5)) / (w - 1) + 0.5;
            };
            return inverted ? 1 - grey : grey;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "MONOCHROME1,INVERSE,true",
        "MONOCHROME1,IDENTITY,true",
        "MONOCHROME1,,true",
        "MONOCHROME2,INVERSE,true",
        "MONOCHROME2,IDENTITY,false"
    })
    void polarityIsExactlyOneInversionOrNone(String photometric, String shape, boolean inverted) {
        var film = ramp(12, false);
        film.setString(Tag.PhotometricInterpretation, VR.CS, photometric);
        film.setString(Tag.PresentationLUTShape, VR.CS, shape == null ? "" : shape);
        film.setInt(Tag.WindowCenter, VR.DS, 2048);
        film.setInt(Tag.WindowWidth, VR.DS, 4096);

        var read = radiograph(film);

        assertThat(read.grey(0, 0)).isEqualTo(inverted ? 1f : 0f);
        assertThat(read.grey(SIDE - 1, SIDE - 1)).isEqualTo(inverted ? 0f : 1f);
    }

    @Test
    void bitsOutsideTheStoredOnesAreOverlaysAndIgnored() {
        var film = ramp(12, false);
        DicomFilms.bits(film, 16, 10, 11, false);
        // Ten value bits at 2 to 11, overlays above and below.
        DicomFilms.pixels(film, i -> (i % 1024) << 2 | i % 4 | (i % 7) << 12);
        film.setInt(Tag.WindowCenter, VR.DS, 512);
        film.setInt(Tag.WindowWidth, VR.DS, 1024);

        var read = radiograph(film);

        assertGrey(read, i -> i % 1024 / 1023.0);
    }

    @Test
    void aHighBitThatCannotBeIsReplacedAndRemarked() {
        var film = ramp(12, false);
        film.setInt(Tag.HighBit, VR.US, 3);
        film.setInt(Tag.WindowCenter, VR.DS, 2048);
        film.setInt(Tag.WindowWidth, VR.DS, 4096);

        var read = radiograph(film);

        assertGrey(read, i -> i / 4095.0);
        assertThat(read.rendering().remarks())
                .anyMatch(remark -> remark.english().contains("HighBit"));
    }

    @ParameterizedTest
    @CsvSource({"0,16", "300,16", "-300,16", "5,8"})
    void aModalityTableReplacesRescale(int first, int bits) {
        var film = ramp(10, first < 0);
        var random = new Random(first);
        var entries = new int[700];
        for (var i = 0; i < entries.length; i++) {
            entries[i] = random.nextInt(1 << bits);
        }
        film.newSequence(Tag.ModalityLUTSequence).add(table(entries, first, bits));
        film.setInt(Tag.RescaleSlope, VR.DS, 17);
        film.setInt(Tag.WindowCenter, VR.DS, 1 << (bits - 1));
        film.setInt(Tag.WindowWidth, VR.DS, 1 << bits);

        var read = radiograph(film);

        assertGrey(read, i -> {
            var at = Math.max(0, Math.min(entries.length - 1, valueOf(i % 1024, 10, first < 0) - first));
            return entries[at] / (double) ((1 << bits) - 1);
        });
    }

    @Test
    void countsGreysAsALoopOverThePixelsDoes() {
        var film = ramp(12, false);
        film.setInt(Tag.WindowCenter, VR.DS, 1000);
        film.setInt(Tag.WindowWidth, VR.DS, 700);

        var read = radiograph(film);

        var counted = new long[256];
        for (var row = 0; row < read.rows(); row++) {
            for (var column = 0; column < read.columns(); column++) {
                counted[(int) Math.rint(read.grey(row, column) * 255)]++;
            }
        }
        assertThat(read.greys(256)).isEqualTo(counted);
    }

    @Test
    void aVoiTableGoesBeforeAWindow() {
        var film = ramp(12, false);
        var entries = new int[3000];
        for (var i = 0; i < entries.length; i++) {
            entries[i] = (int) (4095 * Math.sqrt(i / 2999.0));
        }
        film.newSequence(Tag.VOILUTSequence).add(table(entries, 500, 12));
        film.setInt(Tag.WindowCenter, VR.DS, 100);
        film.setInt(Tag.WindowWidth, VR.DS, 50);

        var read = radiograph(film);

        assertGrey(read, i -> entries[Math.max(0, Math.min(2999, i - 500))] / 4095.0);
    }

    @Test
    void aTableWithoutItsEntriesIsMalformed() {
        var film = ramp(12, false);
        var item = table(new int[10], 0, 12);
        item.setInt(Tag.LUTDescriptor, VR.US, 4000, 0, 12);
        film.newSequence(Tag.VOILUTSequence).add(item);

        assertThatThrownBy(() -> radiograph(film))
                .isInstanceOf(FilmUnreadableException.class)
                .hasMessageContaining("4000 entries");
    }

    @Test
    void paddingIsBlackInBothPolaritiesAndCountsForNothing() {
        for (var photometric : new String[] {"MONOCHROME1", "MONOCHROME2"}) {
            var film = ramp(12, false);
            film.setString(Tag.PhotometricInterpretation, VR.CS, photometric);
            film.setInt(Tag.PixelPaddingValue, VR.US, 4000);
            film.setInt(Tag.PixelPaddingRangeLimit, VR.US, 4095);

            var read = radiograph(film);

            assertThat(read.grey(SIDE - 1, SIDE - 1)).isZero();
            // Without a window the range of the unpadded pixels is used: 0 to 3999.
            var grey = 2000 / 3999.0;
            assertThat((double) read.grey(2000 / SIDE, 2000 % SIDE))
                    .isCloseTo(photometric.equals("MONOCHROME1") ? 1 - grey : grey, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"63536,false", "65535,false", "32768,true", "63535,false"})
    void aPaddingValueThatNoPixelCanHavePadsNothing(int word, boolean signed) {
        var film = ramp(12, signed);
        film.setInt(Tag.WindowCenter, VR.DS, signed ? 0 : 2048);
        film.setInt(Tag.WindowWidth, VR.DS, 4096);
        film.setInt(Tag.PixelPaddingValue, signed ? VR.SS : VR.US, signed ? (short) word : word);

        assertGrey(radiograph(film), i -> (valueOf(i, 12, signed) + (signed ? 2048 : 0)) / 4095.0);
    }

    @Test
    void aPaddingValueHasTheSignOfThePixels() {
        var film = ramp(16, true);
        film.setInt(Tag.PixelPaddingValue, VR.US, 4095); // a pixel that is there
        film.setInt(Tag.WindowCenter, VR.DS, 0);
        film.setInt(Tag.WindowWidth, VR.DS, 65536);
        DicomFilms.pixels(film, i -> i == 9 ? 0xffff : i);
        assertThat(radiograph(film).grey(4095 / SIDE, 4095 % SIDE)).isZero();

        film.setInt(Tag.PixelPaddingValue, VR.US, 0xffff); // -1, by a writer that knows no sign
        var read = radiograph(film);
        assertThat(read.grey(0, 9)).isZero();
        assertThat(read.grey(4095 / SIDE, 4095 % SIDE)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"14,true", "12,true", "16,false", "13,true"})
    void aTableThatStatesMoreBitsThanItsEntriesHaveIsWhiteAtItsLargest(int bits, boolean remarked) {
        var film = ramp(12, false);
        var entries = new int[4096];
        for (var i = 0; i < entries.length; i++) {
            entries[i] = (int) Math.round(Math.pow(i / 4095.0, 0.6) * ((1 << bits) - 1));
        }
        film.newSequence(Tag.VOILUTSequence).add(table(entries, 0, 16));

        var read = radiograph(film);

        assertGrey(read, i -> entries[i] / (double) ((1 << bits) - 1));
        assertThat(read.rendering().remarks().stream()
                        .anyMatch(remark -> remark.english().contains("VOI LUT states 16 bits")))
                .isEqualTo(remarked);
    }

    @ParameterizedTest
    @CsvSource({
        "'2048\\\\','4096\\\\'",
        "'2048,0','4096,0'",
        "'2048 ','4096 '",
        "'2048\\\\x','4096\\\\x'",
        "'+2048.','40.96E2'"
    })
    void aWindowIsReadWhereItsMeaningIsPlain(String centre, String width) {
        var film = ramp(12, false);
        film.setBytes(Tag.WindowCenter, VR.DS, centre.getBytes(StandardCharsets.US_ASCII));
        film.setBytes(Tag.WindowWidth, VR.DS, width.getBytes(StandardCharsets.US_ASCII));

        var read = radiograph(film);

        assertGrey(read, i -> i / 4095.0);
        assertThat(read.rendering().remarks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\1500", "x", "1,500", "NaN", "0x10", "1d"})
    void aWindowThatIsNoneIsARemark(String centre) {
        var film = ramp(12, false);
        film.setBytes(Tag.WindowCenter, VR.DS, centre.getBytes(StandardCharsets.US_ASCII));
        film.setInt(Tag.WindowWidth, VR.DS, 4096);

        assertThat(radiograph(film).rendering().remarks())
                .anyMatch(remark -> remark.english().contains("stated window is none"));
    }

    @Test
    void aDecimalCommaInTheSlopeIsRead() {
        var film = ramp(12, false);
        film.setBytes(Tag.RescaleSlope, VR.DS, "0,5".getBytes(StandardCharsets.US_ASCII));
        film.setInt(Tag.WindowCenter, VR.DS, 1024);
        film.setInt(Tag.WindowWidth, VR.DS, 2048);

        assertGrey(radiograph(film), i -> Math.max(0, Math.min(1, (i * 0.5 - 1023.5) / 2047 + 0.5)));
    }

    @ParameterizedTest
    @CsvSource({"RescaleSlope,x", "RescaleSlope,0", "RescaleIntercept,'1,024'"})
    void aRescaleThatCannotBeUsedIsNoSilentDefault(String keyword, String value) {
        var film = ramp(12, false);
        film.setBytes(Tag.forKeyword(keyword).orElseThrow(), VR.DS, value.getBytes(StandardCharsets.US_ASCII));
        film.setInt(Tag.WindowCenter, VR.DS, 100); // of values that nobody knows
        film.setInt(Tag.WindowWidth, VR.DS, 10);

        var read = radiograph(film);

        assertGrey(read, i -> i / 4095.0);
        assertThat(read.rendering().remarks())
                .singleElement()
                .satisfies(remark -> assertThat(remark.english()).contains(keyword));
    }

    @Test
    void valuesBeyondTheStatedBitsAreTakenAsStored() {
        var film = ramp(12, false);
        DicomFilms.pixels(film, i -> i * 16);
        film.setInt(Tag.WindowCenter, VR.DS, 32768);
        film.setInt(Tag.WindowWidth, VR.DS, 65536);
        for (var signed : new boolean[] {false, true}) {
            film.setInt(Tag.PixelRepresentation, VR.US, signed ? 1 : 0);
            film.setInt(Tag.WindowCenter, VR.DS, signed ? 0 : 32768);

            var read = radiograph(film);

            assertGrey(read, i -> signed ? (valueOf(i * 16, 16, true) + 32768) / 65535.0 : i * 16 / 65535.0);
            assertThat(read.rendering().remarks())
                    .anyMatch(remark -> remark.english().contains("12 bits"));
        }
    }

    @Test
    void aContinuedSignAndOverlaysInThePixelsAreNoValues() {
        var signed = ramp(12, true);
        DicomFilms.pixels(signed, i -> valueOf(i, 12, true));
        signed.setInt(Tag.WindowCenter, VR.DS, 0);
        signed.setInt(Tag.WindowWidth, VR.DS, 4096);
        assertGrey(radiograph(signed), i -> (valueOf(i, 12, true) + 2048) / 4095.0);

        var overlaid = ramp(12, false);
        DicomFilms.pixels(overlaid, i -> i | (i & 1) << 15);
        overlaid.setInt(Tag.OverlayRows, VR.US, SIDE);
        overlaid.setInt(Tag.WindowCenter, VR.DS, 2048);
        overlaid.setInt(Tag.WindowWidth, VR.DS, 4096);
        var read = radiograph(overlaid);
        assertGrey(read, i -> i / 4095.0);
        assertThat(read.rendering().remarks()).isEmpty();
    }

    @Test
    void eightBitPicturesWithoutWindowAreShownAsTheyAre() {
        var film = ramp(12, false);
        DicomFilms.bits(film, 8, 8, 7, false);
        DicomFilms.pixels(film, i -> 50 + i % 100);

        assertGrey(radiograph(film), i -> (50 + i % 100) / 255.0);
    }

    /** Rentgenprom DX: window 2725/5310 over pixels of 32744 to 65535. */
    @Test
    void aWindowThatSaturatesTheFilmIsReplacedAndRecorded() {
        var film = ramp(12, false);
        DicomFilms.bits(film, 16, 16, 15, false);
        DicomFilms.pixels(film, i -> 32_744 + i * 8);
        film.setInt(Tag.WindowCenter, VR.DS, 2725);
        film.setInt(Tag.WindowWidth, VR.DS, 5310);

        var read = radiograph(film);

        assertThat(read.rendering().windowReplaced()).isTrue();
        assertThat(read.rendering().remarks())
                .anyMatch(remark -> remark.english().contains("percentile"));
        assertThat(read.grey(0, 0)).isZero();
        assertThat(read.grey(SIDE - 1, SIDE - 1)).isEqualTo(1);
        var low = Math.ceil(0.005 * SIDE * SIDE) - 1;
        var high = Math.ceil(0.995 * SIDE * SIDE) - 1;
        assertThat((double) read.grey(SIDE / 2, 0)).isCloseTo((SIDE * SIDE / 2.0 - low) / (high - low), within(1e-5));
    }

    @Test
    void collimatedBordersDoNotMakeAWindowSaturated() {
        var film = ramp(12, false);
        DicomFilms.pixels(film, i -> i % SIDE < 40 ? 0 : i);
        film.setInt(Tag.WindowCenter, VR.DS, 2048);
        film.setInt(Tag.WindowWidth, VR.DS, 4096);

        assertThat(radiograph(film).rendering().windowReplaced()).isFalse();
    }

    @Test
    void aFilmOfOneValueStaysFlat() {
        var film = ramp(12, false);
        DicomFilms.pixels(film, i -> 1234);

        var read = radiograph(film);

        assertThat(read.grey(0, 0)).isEqualTo(read.grey(SIDE - 1, 3));
    }

    private static Radiograph radiograph(Attributes film) {
        return FilmReader.read(DicomFilms.file(film)).radiograph();
    }

    private static Attributes ramp(int bits, boolean signed) {
        var film = DicomFilms.chest(SIDE, SIDE, i -> i);
        DicomFilms.bits(film, 16, bits, bits - 1, signed);
        DicomFilms.pixels(film, i -> i & (1 << bits) - 1);
        return film;
    }

    private static int valueOf(int word, int bits, boolean signed) {
        return signed && word >= 1 << (bits - 1) ? word - (1 << bits) : word;
    }

    private static Attributes table(int[] entries, int first, int bits) {
        var item = new Attributes();
        var descriptor = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        descriptor.putShort((short) entries.length).putShort((short) first).putShort((short) bits);
        item.setBytes(Tag.LUTDescriptor, first < 0 ? VR.SS : VR.US, descriptor.array());
        item.setInt(Tag.LUTData, VR.OW, entries);
        return item;
    }

    private static void assertGrey(Radiograph film, IntToDoubleFunction expected) {
        for (var i = 0; i < SIDE * SIDE; i++) {
            assertThat((double) film.grey(i / SIDE, i % SIDE))
                    .as("pixel %d", i)
                    .isCloseTo(expected.applyAsDouble(i), within(1e-6));
        }
    }
}
