package org.mococxr.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.codec.jpeg2000.CodestreamEncoder;

/** A film is the same film however it was wrapped; the smallest thing that it says otherwise makes it another. */
class SameFilmTest {
    private static final int ROWS = 40;
    private static final int COLUMNS = 33;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = TransferSyntax.class,
            names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN", "DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN"})
    void theWayADataSetIsWrittenMakesNoOtherFilm(TransferSyntax syntax) throws IOException {
        var film = write("film.dcm", DicomFilms.file(film()));
        var other = write("other.dcm", DicomFilms.file(film(), syntax));

        assertThat(SameFilm.areSame(film, other)).isTrue();
    }

    @Test
    void losslessCompressionMakesNoOtherFilmButOtherPixelsDo() throws IOException {
        var film = write("film.dcm", DicomFilms.file(film()));
        var compressed = write("compressed.dcm", jpeg2000(0));
        var other = write("other.dcm", jpeg2000(1));

        assertThat(SameFilm.areSame(film, compressed)).isTrue();
        assertThat(SameFilm.areSame(compressed, film)).isTrue();
        assertThat(SameFilm.areSame(film, other)).isFalse();
    }

    /** Signs repeated above the stored bits, as some detectors write them, do not survive compression. */
    @Test
    void signsAboveTheStoredBitsAreNoDifferenceAndAnythingElseUpThereIs() throws IOException {
        var film = signed(word -> word);
        var repeated = signed(word -> (word & 0x800) == 0 ? word : word | 0xf000);
        var overlay = signed(word -> word | 0x1000);

        assertThat(SameFilm.areSame(film, repeated)).isTrue();
        assertThat(SameFilm.areSame(film, overlay)).isFalse();
    }

    private Path signed(IntUnaryOperator word) throws IOException {
        var film = film();
        DicomFilms.bits(film, 16, 12, 11, true);
        DicomFilms.pixels(film, i -> word.applyAsInt(i * 7 & 0xfff));
        return write("signed.dcm", DicomFilms.file(film));
    }

    static Stream<Arguments> sameAttributes() {
        return Stream.of(
                change("a number with more digits", film -> film.setString(Tag.WindowCenter, VR.DS, "2048.0")),
                change("padding", film -> film.setBytes(Tag.BodyPartExamined, VR.CS, ascii("CHEST   "))),
                change("a NUL for padding", film -> film.setBytes(Tag.BodyPartExamined, VR.CS, ascii("CHEST\0"))),
                change("a group length", film -> film.setInt(0x00100000, VR.UL, 4711)),
                change("trailing padding", film -> film.setBytes(Tag.DataSetTrailingPadding, VR.OB, new byte[20])),
                change("an unknown representation", film -> film.setBytes(0x00091001, VR.UN, ascii("PRIVATE "))),
                change("a private sequence as bytes", film -> film.setBytes(0x00091002, VR.UN, privateSequence())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sameAttributes")
    void whatSaysTheSameIsTheSame(String what, Consumer<Attributes> change) throws IOException {
        assertThat(SameFilm.areSame(
                        write("film.dcm", DicomFilms.file(film())), write("other.dcm", DicomFilms.file(with(change)))))
                .isTrue();
    }

    static Stream<Arguments> otherAttributes() {
        return Stream.of(
                change("another side", film -> film.setString(Tag.ImageLaterality, VR.CS, "L")),
                change("another window", film -> film.setString(Tag.WindowCenter, VR.DS, "2049")),
                change("another name", film -> film.setString(Tag.PatientName, VR.PN, "Phantom^Two")),
                change("something left out", film -> film.remove(Tag.StudyDate)),
                change("something more behind the pixels", film -> film.setString(0x7fe10010, VR.LO, "LATER")),
                change("another private value", film -> film.setString(0x00091001, VR.LO, "OTHER")),
                change(
                        "a value only in another nested item",
                        film -> film.newSequence(Tag.ViewCodeSequence).add(item("R-10206"))),
                change("a number beside zero", film -> film.setBytes(0x00091003, VR.UN, new byte[] {' ', 0})),
                change("another pixel", film -> DicomFilms.pixels(film, i -> i == ROWS ? 0 : i * 7 & 0xfff)),
                change("no pixels", film -> film.remove(Tag.PixelData)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherAttributes")
    void whatSaysSomethingElseIsAnotherFilm(String what, Consumer<Attributes> change) throws IOException {
        assertThat(SameFilm.areSame(
                        write("film.dcm", DicomFilms.file(film())), write("other.dcm", DicomFilms.file(with(change)))))
                .isFalse();
    }

    @Test
    void whatCannotBeReadIsNotTheSameAsAnything() throws IOException {
        var film = write("film.dcm", DicomFilms.file(film()));
        var cut = write("cut.dcm", Arrays.copyOf(Files.readAllBytes(film), 900));
        var damaged = write(
                "damaged.dcm", DicomFilms.encapsulated(film(), TransferSyntax.JPEG_2000_LOSSLESS, new byte[3000]));

        assertThat(SameFilm.areSame(film, cut)).isFalse();
        assertThat(SameFilm.areSame(film, damaged)).isFalse();
        assertThat(SameFilm.areSame(film, folder.resolve("gone.dcm"))).isFalse();
    }

    /** Sequences that nobody named, in each other, a thousand deep. */
    @Test
    void nestingThatOnlyAppearsWhenBytesAreReadAgainEnds() throws IOException {
        var film = film();
        var other = film();
        film.setBytes(0x00091004, VR.UN, nested(1000, (byte) 1));
        other.setBytes(0x00091004, VR.UN, nested(1000, (byte) 2));

        assertThat(SameFilm.areSame(
                        write("film.dcm", DicomFilms.file(film)), write("other.dcm", DicomFilms.file(other))))
                .isFalse();
    }

    private static byte[] nested(int levels, byte innermost) {
        var bytes = new byte[] {innermost, 0};
        for (var level = 0; level < levels; level++) {
            bytes = item(new byte[] {9, 0, 4, 0x10}, bytes);
        }
        return bytes;
    }

    private static Attributes film() {
        var film = DicomFilms.chest(ROWS, COLUMNS, i -> i * 7 & 0xfff);
        film.setString(Tag.PatientName, VR.PN, "Phantom^One");
        film.setString(Tag.WindowCenter, VR.DS, "2048");
        film.setString(0x00090010, VR.LO, "MAKER");
        film.setString(0x00091001, VR.LO, "PRIVATE");
        var nested = new Attributes();
        nested.setString(0x00091101, VR.LO, "INSIDE");
        film.newSequence(0x00091002).add(nested);
        film.setBytes(0x00091003, VR.US, new byte[2]);
        film.newSequence(Tag.ViewCodeSequence).add(item("R-10214"));
        return film;
    }

    private static Attributes item(String code) {
        var item = new Attributes();
        item.setString(Tag.CodeValue, VR.SH, code);
        return item;
    }

    /** What implicit form makes of the private sequence, with stated lengths. */
    private static byte[] privateSequence() {
        return item(new byte[] {9, 0, 1, 0x11}, ascii("INSIDE"));
    }

    private static byte[] item(byte[] tag, byte[] value) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xfe, (byte) 0xff, 0, (byte) 0xe0});
        length(out, value.length + 8);
        out.writeBytes(tag);
        length(out, value.length);
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static void length(ByteArrayOutputStream out, int length) {
        out.writeBytes(new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24)});
    }

    private static Attributes with(Consumer<Attributes> change) {
        var film = film();
        change.accept(film);
        return film;
    }

    private static byte[] jpeg2000(int more) {
        var samples = new int[ROWS][COLUMNS];
        for (var i = 0; i < ROWS * COLUMNS; i++) {
            samples[i / COLUMNS][i % COLUMNS] = (i * 7 & 0xfff) ^ (i == 100 ? more : 0);
        }
        return DicomFilms.encapsulated(
                film(),
                TransferSyntax.JPEG_2000_LOSSLESS,
                CodestreamEncoder.encode(samples, 12, false, CodestreamEncoder.Settings.plain()));
    }

    private static Arguments change(String what, Consumer<Attributes> change) {
        return Arguments.of(what, change);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(Files.createTempDirectory(folder, "film").resolve(name), bytes);
    }
}
