package org.mococxr.phantom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.phantom.PhantomStudyOptions.Detector;
import org.mococxr.report.DerivedUid;

/**
 * A phantom film as the complete DICOM object a modality would send: DX or CR for chest films, CT for the slice. One
 * study with one series and one image; all UIDs follow from kind, seed, patient and options.
 */
public final class PhantomStudy {
    /** Maker named in every phantom, so that nobody takes it for a patient's film. */
    public static final String MANUFACTURER = "MoCo-CXR Phantoms";

    private static final String MODEL = "PhantomFilm";
    private static final String STUDY_TIME = "101500";
    private static final int CT_SIDE_PIXELS = 512;
    private static final int WHITE = (1 << PhantomFilm.BITS) - 1;
    private static final double FILM_SHORT_SIDE_MM = 350;
    private static final double CT_FIELD_MM = 380;
    private static final int PATIENT_NUMBERS = 9999;

    private static final int SLICE_THICKNESS = 0x00180050;
    private static final int POSITIONER_TYPE = 0x00181508;
    private static final int IMAGE_POSITION_PATIENT = 0x00200032;
    private static final int IMAGE_ORIENTATION_PATIENT = 0x00200037;
    private static final int POSITION_REFERENCE_INDICATOR = 0x00201040;

    private PhantomStudy() {}

    /** The usual object of a kind and seed as a file's bytes. */
    public static byte[] dicom(PhantomKind kind, long seed) {
        return dicom(kind, seed, PhantomStudyOptions.usual());
    }

    /** The object as a file's bytes: preamble, file meta information, data set. */
    public static byte[] dicom(PhantomKind kind, long seed, PhantomStudyOptions options) {
        return DicomWriter.toBytes(DicomObject.of(dataset(kind, seed, options), options.transferSyntax()));
    }

    /** The object's data set, pixels included. */
    public static Attributes dataset(PhantomKind kind, long seed, PhantomStudyOptions options) {
        var patient = options.patient().orElseGet(() -> PhantomPatient.of(patientNumber(seed), kind));
        var dataset = new Attributes();
        identify(dataset, kind, seed, options, patient);
        if (kind == PhantomKind.CT_SLICE) {
            describeSlice(dataset, kind, seed);
        } else {
            describeFilm(dataset, kind, seed, options);
        }
        return dataset;
    }

    private static int patientNumber(long seed) {
        return 1 + (int) Long.remainderUnsigned(seed, PATIENT_NUMBERS);
    }

    private static void identify(
            Attributes dataset, PhantomKind kind, long seed, PhantomStudyOptions options, PhantomPatient patient) {
        String[] identity = {
            "phantom", kind.name(), Long.toString(seed), patient.toString(), options.toString(), "study"
        };
        dataset.setString(Tag.StudyInstanceUID, VR.UI, DerivedUid.of(identity));
        identity[identity.length - 1] = "series";
        dataset.setString(Tag.SeriesInstanceUID, VR.UI, DerivedUid.of(identity));
        identity[identity.length - 1] = "instance";
        dataset.setString(Tag.SOPInstanceUID, VR.UI, DerivedUid.of(identity));

        dataset.setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 192");
        for (int tag : new int[] {Tag.StudyDate, Tag.SeriesDate, Tag.AcquisitionDate, Tag.ContentDate}) {
            dataset.setDate(tag, PhantomPatient.STUDY_DATE);
        }
        for (int tag : new int[] {Tag.StudyTime, Tag.SeriesTime, Tag.AcquisitionTime, Tag.ContentTime}) {
            dataset.setString(tag, VR.TM, STUDY_TIME);
        }
        dataset.setString(Tag.AccessionNumber, VR.SH, String.format(Locale.ROOT, "PH%06d", patient.number()));
        dataset.setNull(Tag.ReferringPhysicianName, VR.PN);
        dataset.setString(Tag.StudyID, VR.SH, "1");
        dataset.setInt(Tag.SeriesNumber, VR.IS, 1);
        dataset.setInt(Tag.InstanceNumber, VR.IS, 1);
        dataset.setString(Tag.Manufacturer, VR.LO, MANUFACTURER);
        dataset.setString(Tag.ManufacturerModelName, VR.LO, MODEL);
        dataset.setString(Tag.StationName, VR.SH, "PHANTOM");

        dataset.setString(Tag.PatientName, VR.PN, patient.name());
        dataset.setString(Tag.PatientID, VR.LO, patient.id());
        dataset.setDate(Tag.PatientBirthDate, patient.birthDate());
        dataset.setString(Tag.PatientSex, VR.CS, patient.sex());
        dataset.setString(Tag.PatientAge, VR.AS, String.format(Locale.ROOT, "%03dY", patient.ageYears()));
    }

    private static void describeFilm(Attributes dataset, PhantomKind kind, long seed, PhantomStudyOptions options) {
        boolean lateral = kind == PhantomKind.LATERAL;
        var film = film(kind, seed, options.shortSidePixels());
        dataset.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "");
        dataset.setString(Tag.StudyDescription, VR.LO, lateral ? "CHEST LATERAL" : "CHEST PA");
        dataset.setString(Tag.BodyPartExamined, VR.CS, "CHEST");
        dataset.setString(Tag.ViewPosition, VR.CS, lateral ? "LATERAL" : "PA");
        dataset.setString(Tag.PatientOrientation, VR.CS, lateral ? "P" : "L", "F");
        if (options.detector() == Detector.DX) {
            describeDx(dataset, lateral);
        } else {
            describeCr(dataset);
        }
        double spacingMm = FILM_SHORT_SIDE_MM / options.shortSidePixels();
        dataset.setDouble(Tag.ImagerPixelSpacing, VR.DS, spacingMm, spacingMm);
        dataset.setString(Tag.BurnedInAnnotation, VR.CS, "NO");
        dataset.setString(Tag.LossyImageCompression, VR.CS, "00");
        dataset.setString(Tag.WindowCenter, VR.DS, Integer.toString((WHITE + 1) / 2));
        dataset.setString(Tag.WindowWidth, VR.DS, Integer.toString(WHITE + 1));
        dataset.setString(Tag.PhotometricInterpretation, VR.CS, options.inverted() ? "MONOCHROME1" : "MONOCHROME2");
        pixels(dataset, film, options.inverted());
        if (options.detector() == Detector.DX) {
            // Stored high where little radiation came through, unless inverted (PS3.3 C.8.11.3.1.2).
            dataset.setString(Tag.PixelIntensityRelationship, VR.CS, "LOG");
            dataset.setInt(Tag.PixelIntensityRelationshipSign, VR.SS, options.inverted() ? 1 : -1);
            dataset.setString(Tag.RescaleIntercept, VR.DS, "0");
            dataset.setString(Tag.RescaleSlope, VR.DS, "1");
            dataset.setString(Tag.RescaleType, VR.LO, "US");
            dataset.setString(Tag.PresentationLUTShape, VR.CS, options.inverted() ? "INVERSE" : "IDENTITY");
        }
    }

    private static PhantomFilm film(PhantomKind kind, long seed, int shortSidePixels) {
        var chance = Chance.of(seed, "detector");
        int longSidePixels =
                (int) Math.round(shortSidePixels * (chance.happens(0.4) ? 1.0 : chance.between(1.02, 1.22)));
        return chance.happens(0.6)
                ? PhantomFilm.draw(kind, seed, longSidePixels, shortSidePixels)
                : PhantomFilm.draw(kind, seed, shortSidePixels, longSidePixels);
    }

    private static void describeDx(Attributes dataset, boolean lateral) {
        dataset.setString(Tag.SOPClassUID, VR.UI, UID.DigitalXRayImageStorageForPresentation);
        dataset.setString(Tag.Modality, VR.CS, "DX");
        dataset.setString(Tag.PresentationIntentType, VR.CS, "FOR PRESENTATION");
        dataset.setString(Tag.ImageLaterality, VR.CS, "U");
        dataset.setString(Tag.DetectorType, VR.CS, "SCINTILLATOR");
        dataset.setNull(POSITIONER_TYPE, VR.CS);
        dataset.newSequence(Tag.AnatomicRegionSequence).add(code("51185008", "Chest"));
        dataset.newSequence(Tag.ViewCodeSequence)
                .add(lateral ? code("399067008", "lateral") : code("272479007", "postero-anterior"));
        dataset.newSequence(Tag.AcquisitionContextSequence);
    }

    private static Attributes code(String snomed, String meaning) {
        var code = new Attributes();
        code.setString(Tag.CodeValue, VR.SH, snomed);
        code.setString(Tag.CodingSchemeDesignator, VR.SH, "SCT");
        code.setString(Tag.CodeMeaning, VR.LO, meaning);
        return code;
    }

    private static void describeCr(Attributes dataset) {
        dataset.setString(Tag.SOPClassUID, VR.UI, UID.ComputedRadiographyImageStorage);
        dataset.setString(Tag.Modality, VR.CS, "CR");
    }

    private static void describeSlice(Attributes dataset, PhantomKind kind, long seed) {
        double spacingMm = CT_FIELD_MM / CT_SIDE_PIXELS;
        dataset.setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage);
        dataset.setString(Tag.Modality, VR.CS, "CT");
        dataset.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "AXIAL");
        dataset.setString(Tag.StudyDescription, VR.LO, "CT CHEST");
        dataset.setString(Tag.BodyPartExamined, VR.CS, "CHEST");
        dataset.setString(Tag.PatientPosition, VR.CS, "HFS");
        dataset.setString(
                Tag.FrameOfReferenceUID, VR.UI, DerivedUid.of("phantom", Long.toString(seed), "frame of reference"));
        dataset.setNull(POSITION_REFERENCE_INDICATOR, VR.LO);
        dataset.setString(SLICE_THICKNESS, VR.DS, "5");
        dataset.setDouble(IMAGE_POSITION_PATIENT, VR.DS, -CT_FIELD_MM / 2, -CT_FIELD_MM / 2, 0);
        dataset.setDouble(IMAGE_ORIENTATION_PATIENT, VR.DS, 1, 0, 0, 0, 1, 0);
        dataset.setDouble(Tag.PixelSpacing, VR.DS, spacingMm, spacingMm);
        dataset.setString(Tag.KVP, VR.DS, "120");
        dataset.setInt(Tag.AcquisitionNumber, VR.IS, 1);
        dataset.setInt(Tag.RescaleIntercept, VR.DS, -PhantomFilm.HOUNSFIELD_OFFSET);
        dataset.setInt(Tag.RescaleSlope, VR.DS, 1);
        dataset.setString(Tag.RescaleType, VR.LO, "HU");
        dataset.setString(Tag.WindowCenter, VR.DS, "40");
        dataset.setString(Tag.WindowWidth, VR.DS, "400");
        dataset.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        pixels(dataset, PhantomFilm.draw(kind, seed, CT_SIDE_PIXELS, CT_SIDE_PIXELS), false);
    }

    private static void pixels(Attributes dataset, PhantomFilm film, boolean inverted) {
        dataset.setInt(Tag.SamplesPerPixel, VR.US, 1);
        dataset.setInt(Tag.Rows, VR.US, film.rows());
        dataset.setInt(Tag.Columns, VR.US, film.columns());
        dataset.setInt(Tag.BitsAllocated, VR.US, 16);
        dataset.setInt(Tag.BitsStored, VR.US, PhantomFilm.BITS);
        dataset.setInt(Tag.HighBit, VR.US, PhantomFilm.BITS - 1);
        dataset.setInt(Tag.PixelRepresentation, VR.US, 0);
        var bytes = ByteBuffer.allocate(2 * film.rows() * film.columns()).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < film.rows(); row++) {
            for (int column = 0; column < film.columns(); column++) {
                int value = film.value(row, column);
                bytes.putShort((short) (inverted ? WHITE - value : value));
            }
        }
        dataset.setBytes(Tag.PixelData, VR.OW, bytes.array());
    }
}
