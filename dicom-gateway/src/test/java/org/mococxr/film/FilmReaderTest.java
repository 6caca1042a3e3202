package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.VR;
import org.mococxr.film.FilmUnreadableException.Reason;

class FilmReaderTest {
    private static final int SIDE = 64;
    private final Attributes film = DicomFilms.chest(SIDE, SIDE, i -> i);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = TransferSyntax.class,
            names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN", "DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN"})
    void readsUncompressedFilmsFromDiskAndMemory(TransferSyntax syntax) throws IOException {
        var bytes = DicomFilms.file(film, syntax);
        var file = Files.write(folder.resolve("film"), bytes);

        var read = FilmReader.read(file);

        assertThat(read.header()).isEqualTo(FilmReader.read(bytes).header());
        assertThat(read.header().transferSyntaxUid()).contains(syntax.uid());
        assertThat(read.radiograph().storedValue(1, 5)).isEqualTo(SIDE + 5);
        assertThat(FilmReader.readHeader(file)).isEqualTo(read.header());
    }

    /** CVE-2026-5441 and others (Orthanc): rows and columns as 32-bit numbers, whose product overflows what was allocated. */
    @ParameterizedTest
    @CsvSource({"2147483647,2147483647", "65536,65536", "-1,-1", "65537,64", "64,67108864"})
    void refusesDimensionsOfAWiderKindThanTheStandards(int rows, int columns) {
        film.setInt(Tag.Rows, VR.UL, rows);
        film.setInt(Tag.Columns, VR.UL, columns);

        assertThatThrownBy(() -> FilmReader.read(DicomFilms.file(film)))
                .isInstanceOfSatisfying(
                        FilmUnreadableException.class,
                        e -> assertThat(e.reason()).isIn(Reason.MALFORMED, Reason.TOO_LARGE));
    }

    @ParameterizedTest
    @CsvSource({"16,12,11,false", "16,12,15,false", "16,16,15,true", "8,8,7,false", "16,10,20,false"})
    void aLentFilmIsTheFilm(int allocated, int stored, int highBit, boolean signed) throws IOException {
        DicomFilms.bits(film, allocated, stored, highBit, signed);
        DicomFilms.pixels(film, i -> i * 31);
        film.setInt(Tag.OverlayRows, VR.US, SIDE); // whose bits are those beyond the values
        var bytes = DicomFilms.file(film);
        var file = Files.write(folder.resolve("film"), bytes);
        var words = film.getByteBuffer(Tag.PixelData).orElseThrow();
        var shift = highBit < allocated ? highBit + 1 - stored : 0;
        var memory = new PixelMemory(1);
        FilmReader.lend(
                file,
                GreyRecipe.DISPLAY,
                memory,
                first -> first.radiograph().storedValue(0, 0)); // leaves its pixels there

        FilmReader.lend(file, GreyRecipe.DISPLAY, memory, lent -> {
            var read = FilmReader.read(bytes);
            assertThat(lent.header()).isEqualTo(read.header());
            for (var i = 0; i < SIDE * SIDE; i++) {
                var word = allocated == 8 ? words.get(i) & 0xff : words.getShort(2 * i) & 0xffff;
                assertThat(lent.radiograph().storedValue(i / SIDE, i % SIDE))
                        .isEqualTo((word >> shift) & ((1 << stored) - 1));
                assertThat(lent.radiograph().grey(i / SIDE, i % SIDE))
                        .isEqualTo(read.radiograph().grey(i / SIDE, i % SIDE));
            }
            assertThat(lent.radiograph().greys(256)).isEqualTo(read.radiograph().greys(256));
            return lent;
        });
    }

    @Test
    void aLentFilmThatIsKeptShowsNoPixelOfTheNext() throws IOException {
        var file = Files.write(folder.resolve("film"), DicomFilms.file(film));
        var memory = new PixelMemory(1);

        var kept = FilmReader.lend(file, GreyRecipe.DISPLAY, memory, lent -> lent.radiograph());

        assertThatThrownBy(() -> kept.grey(0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void twoFilmsLentAtATimeDoNotShareMemory() throws IOException {
        var file = Files.write(folder.resolve("film"), DicomFilms.file(film));
        DicomFilms.pixels(film, i -> 7);
        var other = Files.write(folder.resolve("other"), DicomFilms.file(film));
        var memory = new PixelMemory(1);

        var values = FilmReader.lend(
                file,
                GreyRecipe.DISPLAY,
                memory,
                lent -> FilmReader.lend(
                        other,
                        GreyRecipe.DISPLAY,
                        memory,
                        second -> List.of(
                                lent.radiograph().storedValue(0, 5),
                                second.radiograph().storedValue(0, 5))));

        assertThat(values).containsExactly(5, 7);
    }

    @Test
    void filmsThatAreLookedAtOneAfterAnotherTakeTheMemoryOfOne() throws IOException {
        var file = Files.write(folder.resolve("film"), DicomFilms.file(DicomFilms.chest(1500, 1500, i -> i & 0xfff)));
        var other = Files.write(folder.resolve("other"), DicomFilms.file(DicomFilms.chest(1510, 1480, i -> i & 0xfff)));
        var memory = new PixelMemory(1);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        FilmReader.lend(
                file, GreyRecipe.DISPLAY, memory, lent -> lent.radiograph().rows());
        var before = threads.getCurrentThreadAllocatedBytes();

        FilmReader.lend(
                other, GreyRecipe.DISPLAY, memory, lent -> lent.radiograph().rows());

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_500_000);
    }

    @Test
    void aLengthThatIsOnlyDeclaredAllocatesNothing() {
        film.setInt(Tag.Rows, VR.US, 9_999);
        film.setInt(Tag.Columns, VR.US, 9_999);
        film.setBytes(Tag.PixelData, VR.OW, new byte[2 * 9_999 * 9_999]);
        var bytes = Arrays.copyOf(DicomFilms.file(film), 10_000);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> FilmReader.read(bytes)).isInstanceOf(FilmUnreadableException.class);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
    }

    @Test
    void theHeaderSaysWhatTheGateNeeds() {
        film.setString(Tag.PatientID, VR.LO, "P1");
        film.setString(Tag.AccessionNumber, VR.SH, "A1");
        film.setString(Tag.PatientSex, VR.CS, "F");

        var header = FilmReader.readHeader(DicomFilms.file(film));

        assertThat(header.kind()).isEqualTo(FilmHeader.Kind.DICOM);
        assertThat(header.rows()).isEqualTo(SIDE);
        assertThat(header.bitsStored()).isEqualTo(12);
        assertThat(header.view()).isEqualTo(View.PA);
        assertThat(header.ageYears()).hasValue(55);
        assertThat(header.patientId()).contains("P1");
        assertThat(header.accession()).contains("A1");
        assertThat(header.sex()).contains("F");
        assertThat(header.pixels().present()).isTrue();
        assertThat(header.toString()).doesNotContain("P1");
    }

    @Test
    void framesInSeveralFragmentsAreJoined() {
        var whole = rle();
        var cut = whole.length / 3 * 2;
        film.setFragments(
                Tag.PixelData,
                List.of(new byte[0], Arrays.copyOf(whole, cut), Arrays.copyOfRange(whole, cut, whole.length)));

        var read = FilmReader.read(DicomFilms.file(film, TransferSyntax.RLE_LOSSLESS));

        assertThat(read.radiograph().storedValue(SIDE - 1, SIDE - 1)).isEqualTo(SIDE * SIDE - 1);
    }

    /** Every byte a literal of one. */
    private static byte[] rle() {
        var count = SIDE * SIDE;
        var stream = java.nio.ByteBuffer.allocate(64 + 4 * count).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        stream.putInt(2).putInt(64).putInt(64 + 2 * count).position(64);
        for (var shift = 8; shift >= 0; shift -= 8) {
            for (var i = 0; i < count; i++) {
                stream.put((byte) 0).put((byte) (i >> shift));
            }
        }
        return stream.array();
    }

    @Test
    void picturesAreFilmsToo() throws IOException {
        var image = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
        var png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        var file = Files.write(folder.resolve("film.dcm"), png.toByteArray());

        var read = FilmReader.read(file);

        assertThat(read.header().kind()).isEqualTo(FilmHeader.Kind.PNG);
        assertThat(read.header().columns()).isEqualTo(40);
        assertThat(read.header().view()).isEqualTo(View.UNKNOWN);
        assertThat(FilmReader.readHeader(png.toByteArray())).isEqualTo(read.header());
    }

    @Test
    void sixtyFiveThousandSquaredInNineHundredBytesAllocatesNothing() {
        film.setInt(Tag.Rows, VR.US, 65_535);
        film.setInt(Tag.Columns, VR.US, 65_535);
        film.setBytes(Tag.PixelData, VR.OW, new byte[100]);

        assertRefused(Reason.MALFORMED, film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        film.setFragments(Tag.PixelData, List.of(new byte[0], new byte[100]));
        for (var syntax : TransferSyntax.values()) {
            if (syntax.isEncapsulated()) {
                var bytes = DicomFilms.file(film, syntax);
                var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
                var before = threads.getCurrentThreadAllocatedBytes();
                assertThatThrownBy(() -> FilmReader.read(bytes)).isInstanceOf(FilmUnreadableException.class);
                assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
            }
        }
    }

    @Test
    void aHundredMegapixelsCompressedIntoNothingAreRefusedBeforeAllocation() {
        film.setInt(Tag.Rows, VR.US, 9_999);
        film.setInt(Tag.Columns, VR.US, 9_999);
        film.setFragments(Tag.PixelData, List.of(new byte[0], new byte[1000]));

        assertRefused(Reason.MALFORMED, film, TransferSyntax.JPEG_LS_LOSSLESS);
    }

    @Test
    void truncatedPixelsAreMalformed() {
        var bytes = DicomFilms.file(film);

        assertThatThrownBy(() -> FilmReader.read(Arrays.copyOf(bytes, bytes.length - 2)))
                .isInstanceOfSatisfying(
                        FilmUnreadableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }

    @ParameterizedTest
    @CsvSource({
        "BitsAllocated,12,MALFORMED",
        "BitsAllocated,32,MALFORMED",
        "BitsStored,0,MALFORMED",
        "BitsStored,17,MALFORMED",
        "Rows,0,MALFORMED",
        "Rows,65,MALFORMED",
        "SamplesPerPixel,3,COLOUR"
    })
    void contradictionsAreRefused(String keyword, int value, Reason reason) {
        film.setInt(Tag.forKeyword(keyword).orElseThrow(), VR.US, value);

        assertRefused(reason, film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    @Test
    void whatIsNoSingleGreyImageIsRefused() {
        film.setInt(Tag.NumberOfFrames, VR.IS, 2);
        assertRefused(Reason.MULTI_FRAME, film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        film.remove(Tag.NumberOfFrames);
        film.setString(Tag.PhotometricInterpretation, VR.CS, "PALETTE COLOR");
        assertRefused(Reason.COLOUR, film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        film.remove(Tag.PhotometricInterpretation);
        assertRefused(Reason.MALFORMED, film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        film.remove(Tag.PixelData);
        assertRefused(Reason.NO_PIXELS, film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @CsvSource({
        "JPEG_2000_MULTICOMPONENT,JPEG 2000 Part 2",
        "HTJ2K,High-Throughput",
        "MPEG4_HIGH,MPEG",
        "JPEG_SPECTRAL_SELECTION,Spectral"
    })
    void compressionsNotReadAreNamed(TransferSyntax syntax, String name) {
        film.setFragments(Tag.PixelData, List.of(new byte[0], new byte[10]));
        var bytes = DicomFilms.file(film, syntax);

        assertThatThrownBy(() -> FilmReader.read(bytes))
                .isInstanceOfSatisfying(
                        FilmUnreadableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_SYNTAX))
                .hasMessageContaining(name);
    }

    @Test
    void fragmentsInAnUncompressedObjectAreAContradiction() {
        film.setFragments(Tag.PixelData, List.of(new byte[0], new byte[2 * SIDE * SIDE]));

        assertRefused(Reason.MALFORMED, film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    @Test
    void textIsNoFilm() {
        var bytes = "findings,score\nnone,0\n".repeat(20).getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> FilmReader.read(bytes))
                .isInstanceOfSatisfying(
                        FilmUnreadableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_FILM));
    }

    private static void assertRefused(Reason reason, Attributes film, TransferSyntax syntax) {
        var bytes = DicomFilms.file(film, syntax);
        assertThatThrownBy(() -> FilmReader.read(bytes))
                .isInstanceOfSatisfying(
                        FilmUnreadableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
