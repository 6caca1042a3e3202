package org.mococxr.interoperability;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.net.Part10Header;
import org.mococxr.gate.RefusalCode;
import org.mococxr.interoperability.ListedObject.Kind;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;
import org.mococxr.workbench.Program;

/**
 * Writes what a clinic's network brings into a folder, with its list: a drawn chest film in every encoding, as DCMTK, GDCM and OpenJPEG
 * compress it; what is no chest film; what is no image; what is damaged, contradicts itself or means harm.
 */
final class MadeObjects {
    private static final TransferSyntax PLAIN = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final long SEED = 7;
    private static final int LARGEST_SIDE = 65_535;
    private static final int LEVELS = 20_000;
    private static final long THREE_GIGABYTES = 3_000_000_000L;
    private static final int GIBIBYTE = 1 << 30;
    private static final String ECG = "1.2.840.10008.5.1.4.1.1.9.1.1";

    private final Path folder;
    private final CSVPrinter list;
    private final Attributes drawn = PhantomStudy.dataset(PhantomKind.EFFUSION, SEED, PhantomStudyOptions.usual());
    private int films;

    private MadeObjects(Path folder, CSVPrinter list) {
        this.folder = folder;
        this.list = list;
    }

    /** @param folder an empty one */
    static void write(Path folder) throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader(ListedObject.COLUMNS.toArray(String[]::new))
                .get();
        try (var out = Files.newBufferedWriter(folder.resolve("manifest.csv"), StandardCharsets.UTF_8);
                var list = new CSVPrinter(out, format)) {
            var made = new MadeObjects(folder, list);
            made.chestFilmsInEveryEncoding();
            made.chestFilmsInUntidyFiles();
            made.chestFilmsThatMustNotBeScored();
            made.otherImages();
            made.noImages();
            made.contradictions();
            made.damage();
        }
    }

    private void chestFilmsInEveryEncoding() throws IOException {
        for (var syntax : List.of(
                PLAIN, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
            add(Kind.CHEST_FILM, "film-" + syntax.uid(), film(), syntax, "");
        }
        converted(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, film(), "dcmtk", "dcmconv", "+tb");
        converted(TransferSyntax.RLE_LOSSLESS, film(), "dcmtk", "dcmcrle");
        converted(TransferSyntax.JPEG_LOSSLESS, film(), "dcmtk", "dcmcjpeg", "--encode-lossless", "+sv", "4");
        converted(TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER, film(), "dcmtk", "dcmcjpeg", "--encode-lossless-sv1");
        converted(TransferSyntax.JPEG_LS_LOSSLESS, film(), "dcmtk", "dcmcjpls");
        converted(TransferSyntax.JPEG_LS_NEAR_LOSSLESS, film(), "dcmtk", "dcmcjpls", "+en", "+md", "2");
        converted(TransferSyntax.JPEG_EXTENDED, film(), "dcmtk", "dcmcjpeg", "+ee", "+q", "95");
        converted(TransferSyntax.JPEG_BASELINE, inEightBits(), "dcmtk", "dcmcjpeg", "+eb", "+q", "95");
        converted(TransferSyntax.JPEG_2000_LOSSLESS, film(), "libgdcm-tools", "gdcmconv", "--j2k");
        add(Kind.CHEST_FILM, "film-lossy-jpeg-2000", lossyJpeg2000(), TransferSyntax.JPEG_2000, "");
        add(Kind.CHEST_FILM, "film-computed", with(film(), it -> {
            it.setString(Tag.SOPClassUID, VR.UI, UID.ComputedRadiographyImageStorage);
            it.setString(Tag.Modality, VR.CS, "CR");
        }));
    }

    private void chestFilmsThatMustNotBeScored() throws IOException {
        refused(Kind.CHEST_FILM, RefusalCode.NOT_CHEST, it -> it.setString(Tag.BodyPartExamined, VR.CS, "RIBCAGE"));
        refused(Kind.CHEST_FILM, RefusalCode.VIEW_UNKNOWN, it -> {
            for (var tag :
                    new int[] {Tag.ViewPosition, Tag.ViewCodeSequence, Tag.SeriesDescription, Tag.ProtocolName}) {
                it.remove(tag);
            }
        });
        refused(Kind.CHEST_FILM, RefusalCode.AGE_UNKNOWN, it -> {
            it.remove(Tag.PatientBirthDate);
            it.remove(Tag.PatientAge);
        });
        refused(
                Kind.CHEST_FILM,
                RefusalCode.AGE_UNDER_LIMIT,
                it -> it.setString(Tag.PatientBirthDate, VR.DA, "20200101"));
        refused(
                Kind.CHEST_FILM,
                RefusalCode.SECONDARY_CAPTURE,
                it -> it.setString(Tag.SOPClassUID, VR.UI, UID.SecondaryCaptureImageStorage));
    }

    /** What a lenient reader makes out, as DCMTK and GDCM do. */
    private void chestFilmsInUntidyFiles() throws IOException {
        var implicit = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
        addBytes(Kind.CHEST_FILM, "no-meta-information", dataset(film(), implicit), implicit);
        var whole = DicomWriter.toBytes(DicomObject.of(film(), PLAIN));
        var padding = longElement(0xfffc, 0xfffc, 'O', 'B', 128);
        addBytes(Kind.CHEST_FILM, "trailing-padding", joined(whole, padding, new byte[128]), PLAIN);
    }

    private void otherImages() throws IOException {
        add(Kind.OTHER_IMAGE, "lateral", drawn(PhantomKind.LATERAL), PLAIN, RefusalCode.LATERAL_VIEW.name());
        add(Kind.OTHER_IMAGE, "slice", drawn(PhantomKind.CT_SLICE), PLAIN, RefusalCode.UNSUPPORTED_SOP_CLASS.name());
        refused(Kind.OTHER_IMAGE, RefusalCode.NOT_CHEST, it -> it.setString(Tag.BodyPartExamined, VR.CS, "HIP"));
        refused(Kind.OTHER_IMAGE, RefusalCode.NOT_DISPLAY_READY, it -> {
            it.setString(Tag.SOPClassUID, VR.UI, UID.DigitalXRayImageStorageForProcessing);
            it.setString(Tag.PresentationIntentType, VR.CS, "FOR PROCESSING");
        });
        refused(Kind.OTHER_IMAGE, RefusalCode.TOO_SMALL, it -> pixels(it, 32, 32, 2 * 32 * 32));
        refused(
                Kind.OTHER_IMAGE,
                RefusalCode.BLANK,
                it -> it.setBytes(Tag.PixelData, VR.OW, new byte[bytes(it, Tag.PixelData).length]));
        refused(Kind.OTHER_IMAGE, RefusalCode.COLOUR, it -> {
            it.setString(Tag.PhotometricInterpretation, VR.CS, "RGB");
            it.setInt(Tag.SamplesPerPixel, VR.US, 3);
            it.setInt(Tag.BitsAllocated, VR.US, 8);
            pixels(it, 3, 3, 28);
        });
        refused(Kind.OTHER_IMAGE, RefusalCode.MULTI_FRAME, it -> {
            it.setString(Tag.NumberOfFrames, VR.IS, "2");
            pixels(it, 1000, 1000, 2 * 2 * 1000 * 1000);
        });
        for (var sopClass : List.of(UID.EnhancedCTImageStorage, UID.MRImageStorage, UID.UltrasoundImageStorage)) {
            refused(
                    Kind.OTHER_IMAGE,
                    RefusalCode.UNSUPPORTED_SOP_CLASS,
                    it -> it.setString(Tag.SOPClassUID, VR.UI, sopClass));
        }
        // Refused by name: whoever labels a film so, its pixels are not looked at.
        var compressed = lossyJpeg2000();
        for (var syntax : List.of(
                TransferSyntax.HTJ2K_LOSSLESS, TransferSyntax.MPEG4_HIGH, TransferSyntax.JPEG_SPECTRAL_SELECTION)) {
            var film = film();
            film.addSelected(compressed, Tag.PixelData);
            add(Kind.OTHER_IMAGE, "film-" + syntax.uid(), film, syntax, RefusalCode.UNSUPPORTED_SYNTAX.name());
        }
    }

    private void noImages() throws IOException {
        for (var sopClass : List.of(
                UID.ComprehensiveSRStorage,
                UID.EncapsulatedPDFStorage,
                ECG,
                UID.DigitalXRayImageStorageForPresentation)) {
            refused(Kind.NO_IMAGE, RefusalCode.NO_PIXELS, it -> {
                it.setString(Tag.SOPClassUID, VR.UI, sopClass);
                it.remove(Tag.PixelData);
            });
        }
    }

    private void contradictions() throws IOException {
        add(Kind.MALFORMED, "half-its-pixels", with(film(), it -> {
            var pixels = bytes(it, Tag.PixelData);
            it.setBytes(Tag.PixelData, VR.OW, Arrays.copyOf(pixels, pixels.length / 4 * 2));
        }));
        add(Kind.MALFORMED, "claims-4-gigapixels", with(film(), it -> pixels(it, LARGEST_SIDE, LARGEST_SIDE, 910)));
        add(Kind.MALFORMED, "no-bits", with(film(), it -> it.setInt(Tag.BitsStored, VR.US, 0)));
        var path = with(
                film(),
                it -> it.setBytes(
                        Tag.SOPInstanceUID, VR.UI, "../../../etc/passwd".getBytes(StandardCharsets.US_ASCII)));
        addBytes("path-for-a-name", joined(header(path, PLAIN.uid()), dataset(path, PLAIN)), PLAIN);
        add(
                Kind.MALFORMED,
                "unknown-class",
                with(film(), it -> it.setString(Tag.SOPClassUID, VR.UI, "1.2.276.0.19.55.1.5.1.1.1")));
        var plainPixels = film();
        add(Kind.MALFORMED, "not-in-fragments", plainPixels, TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER, "");
        var broken = film();
        broken.setFragments(Tag.PixelData, List.of(new byte[0], noise()));
        add(Kind.MALFORMED, "broken-stream", broken, TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER, "");
    }

    private void damage() throws IOException {
        var whole = DicomWriter.toBytes(DicomObject.of(film(), PLAIN));
        addBytes("cut-off", Arrays.copyOf(whole, whole.length * 2 / 3), PLAIN);
        addBytes("noise", joined(header(film(), PLAIN.uid()), noise()), PLAIN);
        addBytes("patient-id-as-a-sequence", withWrongVr(film()), PLAIN);
        var start = with(film(), it -> it.remove(Tag.PixelData));
        addBytes(
                "claims-3-gigabytes",
                joined(header(start, PLAIN.uid()), dataset(start, PLAIN), pixelData(THREE_GIGABYTES), noise()),
                PLAIN);
        addBytes("deep", joined(header(start, PLAIN.uid()), dataset(start, PLAIN), nested()), PLAIN);
        var deflated = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
        addBytes("deflate-bomb", joined(header(start, deflated.uid()), bomb(start)), deflated);
    }

    /** The drawn film as another object, of another patient. */
    private Attributes film() {
        return another(drawn);
    }

    private Attributes drawn(PhantomKind kind) {
        return another(PhantomStudy.dataset(kind, SEED, PhantomStudyOptions.usual()));
    }

    private Attributes another(Attributes film) {
        var copy = new Attributes(film);
        films++;
        copy.setString(Tag.SOPInstanceUID, VR.UI, "2.25.77." + films);
        copy.setString(Tag.SeriesInstanceUID, VR.UI, "2.25.78." + films);
        copy.setString(Tag.StudyInstanceUID, VR.UI, "2.25.79." + films);
        copy.setString(Tag.PatientID, VR.LO, "MADE-" + films);
        return copy;
    }

    private static Attributes with(Attributes film, Consumer<Attributes> change) {
        change.accept(film);
        return film;
    }

    /** The upper eight of its twelve bits. */
    private Attributes inEightBits() {
        return with(film(), it -> {
            var words = little(bytes(it, Tag.PixelData)).asShortBuffer();
            var pixels = new byte[words.remaining()];
            for (var i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (words.get(i) >> 4);
            }
            it.setInt(Tag.BitsAllocated, VR.US, 8);
            it.setInt(Tag.BitsStored, VR.US, 8);
            it.setInt(Tag.HighBit, VR.US, 7);
            it.remove(Tag.WindowCenter);
            it.remove(Tag.WindowWidth);
            it.setBytes(Tag.PixelData, VR.OB, pixels);
        });
    }

    private Attributes lossyJpeg2000() throws IOException {
        var film = film();
        var raw = Files.write(folder.resolve("film.rawl"), bytes(film, Tag.PixelData));
        var stream = folder.resolve("film.j2k");
        var shape = "%d,%d,1,12,u".formatted(film.getInt(Tag.Columns, 0), film.getInt(Tag.Rows, 0));
        run(
                "libopenjp2-tools",
                "opj_compress",
                "-i",
                raw.toString(),
                "-o",
                stream.toString(),
                "-F",
                shape,
                "-I",
                "-r",
                "5");
        var bytes = Files.readAllBytes(stream);
        film.setFragments(Tag.PixelData, List.of(new byte[0], Arrays.copyOf(bytes, bytes.length + (bytes.length & 1))));
        Files.delete(raw);
        Files.delete(stream);
        return film;
    }

    /** Pixels that fit a size, or do not. */
    private static void pixels(Attributes film, int rows, int columns, int byteCount) {
        film.setInt(Tag.Rows, VR.US, rows);
        film.setInt(Tag.Columns, VR.US, columns);
        film.setBytes(Tag.PixelData, VR.OW, Arrays.copyOf(noise(), byteCount));
    }

    private static byte[] noise() {
        var noise = new byte[100_000];
        new Random(SEED).nextBytes(noise);
        return noise;
    }

    /** PatientID is said to be a sequence. */
    private static byte[] withWrongVr(Attributes film) {
        var bytes = DicomWriter.toBytes(DicomObject.of(film, PLAIN));
        byte[] patientId = {0x10, 0, 0x20, 0, 'L', 'O'};
        for (var at = 0; at < bytes.length - patientId.length; at++) {
            if (Arrays.equals(bytes, at, at + patientId.length, patientId, 0, patientId.length)) {
                bytes[at + 4] = 'S';
                bytes[at + 5] = 'Q';
                return bytes;
            }
        }
        throw new AssertionError("the drawn film has no PatientID");
    }

    /** The head of a PixelData element. */
    private static byte[] pixelData(long announcedBytes) {
        return longElement(0x7fe0, 0x0010, 'O', 'W', announcedBytes);
    }

    private static byte[] longElement(int group, int element, char vr0, char vr1, long announcedBytes) {
        return little(new byte[12])
                .putShort((short) group)
                .putShort((short) element)
                .put((byte) vr0)
                .put((byte) vr1)
                .putShort((short) 0)
                .putInt((int) announcedBytes)
                .array();
    }

    /** Sequences of undefined length in one another, none of them closed. */
    private static byte[] nested() {
        var levels = little(new byte[20 * LEVELS]);
        for (var level = 0; level < LEVELS; level++) {
            levels.putShort((short) 0x7777)
                    .putShort((short) 0x1001)
                    .put((byte) 'S')
                    .put((byte) 'Q')
                    .putShort((short) 0)
                    .putInt(-1)
                    .putShort((short) 0xfffe)
                    .putShort((short) 0xe000)
                    .putInt(-1);
        }
        return levels.array();
    }

    /** A gigabyte of black in a megabyte. */
    private static byte[] bomb(Attributes start) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_SPEED, true))) {
            out.write(dataset(start, PLAIN));
            out.write(pixelData(GIBIBYTE));
            var black = new byte[1 << 20];
            for (var written = 0; written < GIBIBYTE; written += black.length) {
                out.write(black);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] header(Attributes film, String syntaxUid) {
        return new Part10Header(
                        film.getString(Tag.SOPClassUID).orElseThrow(),
                        film.getString(Tag.SOPInstanceUID).orElseThrow(),
                        syntaxUid,
                        "")
                .encode();
    }

    private static byte[] dataset(Attributes film, TransferSyntax syntax) throws IOException {
        var bytes = new ByteArrayOutputStream();
        DicomWriter.writeDataset(bytes, film, syntax);
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        Stream.of(parts).forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(Attributes film, int tag) {
        return film.getBytes(tag).orElseThrow();
    }

    private void refused(Kind kind, RefusalCode code, Consumer<Attributes> change) throws IOException {
        var film = with(film(), change);
        add(kind, "%s-%d".formatted(code, films), film, PLAIN, code.name());
    }

    private void converted(TransferSyntax syntax, Attributes film, String aptPackage, String tool, String... options)
            throws IOException {
        var name = "film-" + syntax.uid();
        var source = Files.write(folder.resolve("source.dcm"), DicomWriter.toBytes(DicomObject.of(film, PLAIN)));
        var command = Stream.of(
                        Stream.of(options),
                        Stream.of(
                                source.toString(), folder.resolve(name + ".dcm").toString()))
                .flatMap(it -> it);
        run(aptPackage, tool, command.toArray(String[]::new));
        Files.delete(source);
        var written = DicomReader.readHeader(folder.resolve(name + ".dcm")).transferSyntax();
        if (written != syntax) {
            throw new AssertionError("%s wrote %s where %s was wanted".formatted(tool, written, syntax));
        }
        list(Kind.CHEST_FILM, name, film, syntax, "");
    }

    private static void run(String aptPackage, String tool, String... arguments) {
        Program.tool(tool, aptPackage, arguments).end().expectSuccess();
    }

    private void add(Kind kind, String name, Attributes film) throws IOException {
        add(kind, name, film, PLAIN, "");
    }

    private void add(Kind kind, String name, Attributes film, TransferSyntax syntax, String refusal)
            throws IOException {
        Files.write(folder.resolve(name + ".dcm"), DicomWriter.toBytes(DicomObject.of(film, syntax)));
        list(kind, name, film, syntax, refusal);
    }

    private void addBytes(String name, byte[] file, TransferSyntax syntax) throws IOException {
        addBytes(Kind.MALFORMED, name, file, syntax);
    }

    private void addBytes(Kind kind, String name, byte[] file, TransferSyntax syntax) throws IOException {
        Files.write(folder.resolve(name + ".dcm"), file);
        list(kind, name, drawn, syntax, "");
    }

    private void list(Kind kind, String name, Attributes film, TransferSyntax syntax, String refusal)
            throws IOException {
        list.printRecord(
                name + ".dcm",
                kind.written(),
                film.getString(Tag.SOPClassUID, ""),
                syntax.uid(),
                film.getString(Tag.PhotometricInterpretation, ""),
                film.getInt(Tag.BitsAllocated, 0),
                film.getInt(Tag.Rows, 0),
                film.getInt(Tag.Columns, 0),
                film.getInt(Tag.NumberOfFrames, 1),
                refusal);
    }
}
