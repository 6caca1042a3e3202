package org.mococxr.film;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;

/** Small DICOM films for tests; each test changes what it is about. */
public final class DicomFilms {
    private DicomFilms() {}

    /** A frontal chest film of 12 bits that the clinical gate lets through, except for its size. */
    public static Attributes chest(int rows, int columns, IntUnaryOperator word) {
        var film = new Attributes();
        film.setString(Tag.SOPClassUID, VR.UI, UID.DigitalXRayImageStorageForPresentation);
        film.setString(Tag.SOPInstanceUID, VR.UI, "1.2.3");
        film.setString(Tag.StudyInstanceUID, VR.UI, "1.2.3.1");
        film.setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3.2");
        film.setString(Tag.Modality, VR.CS, "DX");
        film.setString(Tag.PresentationIntentType, VR.CS, "FOR PRESENTATION");
        film.setString(Tag.BodyPartExamined, VR.CS, "CHEST");
        film.setString(Tag.ViewPosition, VR.CS, "PA");
        film.setString(Tag.StudyDate, VR.DA, "20250102");
        film.setString(Tag.PatientBirthDate, VR.DA, "19700101");
        film.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        film.setInt(Tag.SamplesPerPixel, VR.US, 1);
        film.setInt(Tag.Rows, VR.US, rows);
        film.setInt(Tag.Columns, VR.US, columns);
        bits(film, 16, 12, 11, false);
        pixels(film, word);
        return film;
    }

    public static void bits(Attributes film, int allocated, int stored, int highBit, boolean signed) {
        film.setInt(Tag.BitsAllocated, VR.US, allocated);
        film.setInt(Tag.BitsStored, VR.US, stored);
        film.setInt(Tag.HighBit, VR.US, highBit);
        film.setInt(Tag.PixelRepresentation, VR.US, signed ? 1 : 0);
    }

    /** @param word the stored word of each pixel, by its number */
    public static void pixels(Attributes film, IntUnaryOperator word) {
        var count = film.getInt(Tag.Rows, 0) * film.getInt(Tag.Columns, 0);
        if (film.getInt(Tag.BitsAllocated, 0) == 8) {
            var bytes = new byte[count];
            for (var i = 0; i < count; i++) {
                bytes[i] = (byte) word.applyAsInt(i);
            }
            film.setBytes(Tag.PixelData, VR.OB, bytes);
            return;
        }
        var bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (var i = 0; i < count; i++) {
            bytes.putShort((short) word.applyAsInt(i));
        }
        film.setBytes(Tag.PixelData, VR.OW, bytes.array());
    }

    /** The film with its pixels replaced by a compressed stream, as a file. */
    public static byte[] encapsulated(Attributes film, TransferSyntax syntax, byte[] stream) {
        film.setFragments(
                Tag.PixelData, List.of(new byte[0], Arrays.copyOf(stream, stream.length + (stream.length & 1))));
        return file(film, syntax);
    }

    public static byte[] file(Attributes film) {
        return file(film, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    public static byte[] file(Attributes film, TransferSyntax syntax) {
        return DicomWriter.toBytes(DicomObject.of(film, syntax));
    }
}
