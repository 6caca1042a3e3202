package org.mococxr.film;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.ReadLimits;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.VR;
import org.mococxr.fuzzing.FuzzTarget;

/** Files, from their first byte to what is known of the film. */
public enum DatasetFuzzTarget implements FuzzTarget {
    /** Any file as a DICOM object: read, its texts decoded, written (which may pad), and from then on always the same. */
    DATASET {
        @Override
        public void run(byte[] input) {
            try {
                var object = DicomReader.read(new ByteArrayInputStream(input), LIMITS);
                Stream.of(Tag.PatientName, Tag.PatientID, Tag.StudyDescription, Tag.ViewPosition)
                        .forEach(object.dataset()::getString);
                if (object.transferSyntax().isBigEndian()) {
                    return; // read, never written
                }
                var written = DicomWriter.toBytes(object);
                var again = DicomReader.read(new ByteArrayInputStream(written), ReadLimits.film());
                if (!Arrays.equals(DicomWriter.toBytes(again), written)) {
                    throw new IllegalStateException("what was written is read as something else");
                }
            } catch (DicomUnreadableException e) {
                return; // documented
            }
        }
    },
    /** Any file as a film, DICOM or picture: its header, the gate's questions, its pixels. */
    FILM {
        @Override
        public void run(byte[] input) {
            try {
                FilmReader.readHeader(input);
                FilmReader.read(input).radiograph().rendering();
            } catch (FilmUnreadableException e) {
                return; // documented
            }
        }
    };

    private static final ReadLimits LIMITS = new ReadLimits(4 << 20, 100_000, 64);

    @Override
    public Stream<byte[]> seeds() {
        var film = DicomFilms.chest(6, 5, i -> i * 131 % 4000);
        film.setString(Tag.SpecificCharacterSet, VR.CS, "ISO 2022 IR 6", "ISO 2022 IR 87");
        film.setString(Tag.PatientName, VR.PN, "Yamada^Tarou");
        film.setDouble(Tag.WindowCenter, VR.DS, 900);
        film.setDouble(Tag.WindowWidth, VR.DS, 1500);
        var item = new Attributes();
        item.setString(Tag.CodeMeaning, VR.LO, "postero-anterior");
        item.newSequence(Tag.ViewModifierCodeSequence).add(new Attributes());
        film.newSequence(Tag.ViewCodeSequence).add(item);
        var pixels = new byte[64];
        new Random(1).nextBytes(pixels);
        var compressed = DicomFilms.chest(6, 5, i -> 0);
        compressed.setFragments(Tag.PixelData, List.of(new byte[0], pixels));
        return Stream.of(
                DicomFilms.file(film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN),
                DicomFilms.file(film, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN),
                DicomFilms.file(film, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN),
                DicomFilms.file(compressed, TransferSyntax.RLE_LOSSLESS));
    }
}
