package org.mococxr.interoperability;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.dicom.codec.FrameDecoder;
import org.mococxr.dicom.codec.FrameShape;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.workbench.Program;

/**
 * How long a film of 2500 x 3000 pixels and 12 bits takes to decode, beside DCMTK's and OpenJPEG's programs in the same run, and how
 * long a film of 3000 x 3000 pixels and 16 bits takes to prepare. Ours is one thread in a warm runtime, the best of several; theirs
 * is a whole program with its start, its reading and its writing, the best of several.
 */
@org.junit.jupiter.api.Tag("benchmark")
final class DecodingBenchmarkTest {
    private static final int ROWS = 2500;
    private static final int COLUMNS = 3000;
    private static final int OURS = 8;
    private static final int THEIRS = 4;

    @TempDir
    private Path folder;

    /** A way of compressing and the program that undoes it. */
    private record Codec(String name, List<String> encoder, List<String> decoder) {}

    private static final List<Codec> CODECS = List.of(
            new Codec("RLE", List.of("dcmcrle"), List.of("dcmdrle")),
            new Codec("JPEG extended, 12 bits", List.of("dcmcjpeg", "+ee"), List.of("dcmdjpeg")),
            new Codec("JPEG lossless, SV1", List.of("dcmcjpeg", "+e1"), List.of("dcmdjpeg")),
            new Codec("JPEG-LS lossless", List.of("dcmcjpls"), List.of("dcmdjpls")),
            new Codec("JPEG-LS near-lossless", List.of("dcmcjpls", "+en", "+md", "2"), List.of("dcmdjpls")));

    private interface Work {
        void run() throws IOException;
    }

    private static long bestMillis(int times, Work work) throws IOException {
        var best = Long.MAX_VALUE;
        for (var i = 0; i < times; i++) {
            var began = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - began);
        }
        return best / 1_000_000;
    }

    private static void say(String line, Object... values) {
        System.out.println(line.formatted(values));
    }

    private static void run(Stream<String> command) {
        var words = command.toList();
        var arguments = words.subList(1, words.size()).toArray(String[]::new);
        var aptPackage = words.get(0).startsWith("opj") ? "libopenjp2-tools" : "dcmtk";
        Program.tool(words.get(0), aptPackage, arguments).end().expectSuccess();
    }

    @Test
    void decoding() throws IOException {
        var film = film(ROWS, COLUMNS, 12);
        var source = Files.write(
                folder.resolve("source.dcm"),
                DicomWriter.toBytes(DicomObject.of(film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
        for (var codec : CODECS) {
            var coded = folder.resolve("coded.dcm");
            run(Stream.concat(codec.encoder().stream(), Stream.of(source.toString(), coded.toString())));
            var object = DicomReader.read(Files.readAllBytes(coded));
            var frame = joined(object);
            var ours = bestMillis(OURS, () -> decode(object.transferSyntax(), frame));
            var plain = folder.resolve("plain.dcm").toString();
            var theirs = bestMillis(
                    THEIRS, () -> run(Stream.concat(codec.decoder().stream(), Stream.of(coded.toString(), plain))));
            say("%s (%d KiB): ours %d ms, %s %d ms", codec.name(), frame.length >> 10, ours, codec.decoder(), theirs);
        }
        jpeg2000(film, "JPEG 2000 lossless", TransferSyntax.JPEG_2000_LOSSLESS);
        jpeg2000(film, "JPEG 2000, 9/7, 10:1", TransferSyntax.JPEG_2000, "-I", "-r", "10");
    }

    private void jpeg2000(Attributes film, String name, TransferSyntax syntax, String... options) throws IOException {
        var raw = Files.write(
                folder.resolve("film.rawl"), film.getBytes(Tag.PixelData).orElseThrow());
        var stream = folder.resolve("film.j2k");
        run(Stream.concat(
                Stream.of(
                        "opj_compress",
                        "-i",
                        raw.toString(),
                        "-o",
                        stream.toString(),
                        "-F",
                        "%d,%d,1,12,u".formatted(COLUMNS, ROWS)),
                Stream.of(options)));
        var frame = Files.readAllBytes(stream);
        var ours = bestMillis(OURS, () -> decode(syntax, frame));
        var theirs = bestMillis(
                THEIRS,
                () -> run(Stream.of(
                        "opj_decompress",
                        "-i",
                        stream.toString(),
                        "-o",
                        folder.resolve("plain.rawl").toString())));
        say("%s (%d KiB): ours %d ms, opj_decompress %d ms", name, frame.length >> 10, ours, theirs);
    }

    @Test
    void preparation() throws IOException {
        var bytes = DicomWriter.toBytes(DicomObject.of(film(3000, 3000, 16), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        var radiograph = FilmReader.read(bytes).radiograph();
        var preparation = new FilmPreparation(512);

        say("reading 3000 x 3000 of 16 bits, to grey: %d ms", bestMillis(OURS, () -> FilmReader.read(bytes)));
        say("preparation to 512 x 512: %d ms", bestMillis(OURS, () -> preparation.prepare(radiograph)));
    }

    private static void decode(TransferSyntax syntax, byte[] frame) {
        FrameDecoder.decode(syntax, frame, new FrameShape(ROWS, COLUMNS, 16));
    }

    private static byte[] joined(DicomObject object) {
        var fragments = object.dataset().getFragments(Tag.PixelData);
        var bytes = new ByteArrayOutputStream();
        for (var fragment : fragments.subList(1, fragments.size())) {
            var copy = new byte[fragment.remaining()];
            fragment.get(copy);
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }

    /** Lungs, noise and a collimated border, as compressible as films are. */
    private static Attributes film(int rows, int columns, int bits) {
        var random = new Random(bits);
        var full = (1 << bits) - 1;
        var words = ByteBuffer.allocate(2 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
        for (var y = 0; y < rows; y++) {
            for (var x = 0; x < columns; x++) {
                var down = (double) y / rows - 0.5;
                var across = Math.abs((double) x / columns - 0.5);
                var lung = Math.exp(-Math.pow((across - 0.2) / 0.1, 2) - Math.pow(down / 0.3, 2));
                var value = full * (0.8 - 0.6 * lung) + random.nextGaussian() * full / 300;
                words.putShort((short) (across > 0.45 ? 0 : Math.max(0, Math.min(full, value))));
            }
        }
        var film = new Attributes();
        film.setString(Tag.SOPClassUID, VR.UI, UID.DigitalXRayImageStorageForPresentation);
        film.setString(Tag.SOPInstanceUID, VR.UI, "1.2.3");
        film.setString(Tag.StudyInstanceUID, VR.UI, "1.2.3.1");
        film.setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3.2");
        film.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        film.setInt(Tag.SamplesPerPixel, VR.US, 1);
        film.setInt(Tag.Rows, VR.US, rows);
        film.setInt(Tag.Columns, VR.US, columns);
        film.setInt(Tag.BitsAllocated, VR.US, 16);
        film.setInt(Tag.BitsStored, VR.US, bits);
        film.setInt(Tag.HighBit, VR.US, bits - 1);
        film.setInt(Tag.PixelRepresentation, VR.US, 0);
        film.setBytes(Tag.PixelData, VR.OW, words.array());
        return film;
    }
}
