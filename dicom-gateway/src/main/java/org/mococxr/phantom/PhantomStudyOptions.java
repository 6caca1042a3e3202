package org.mococxr.phantom;

import java.util.Optional;
import org.mococxr.dicom.TransferSyntax;

/**
 * How a phantom becomes a DICOM object.
 *
 * @param patient who it is said to be; if empty the patient that belongs to kind and seed
 * @param detector which object class carries a projection; a CT slice ignores it
 * @param inverted MONOCHROME1, stored with air bright
 * @param transferSyntax any that does not compress pixels
 * @param shortSidePixels of a projection, at least 16; a CT slice is always 512 x 512
 */
public record PhantomStudyOptions(
        Optional<PhantomPatient> patient,
        Detector detector,
        boolean inverted,
        TransferSyntax transferSyntax,
        int shortSidePixels) {

    /** The two kinds of detector a chest film comes from. */
    public enum Detector {
        /** Digital X-Ray Image, for presentation. */
        DX,
        /** Computed Radiography Image. */
        CR
    }

    /** Large enough to be screened. */
    private static final int USUAL_SHORT_SIDE_PIXELS = 1024;

    public PhantomStudyOptions {
        if (transferSyntax.isEncapsulated()
                || transferSyntax.isBigEndian()
                || transferSyntax == TransferSyntax.JPIP_REFERENCED) {
            throw new IllegalArgumentException(
                    "a phantom is written uncompressed in little endian, not in " + transferSyntax.title());
        }
    }

    /** A DX film, MONOCHROME2, Explicit VR Little Endian, of the patient that belongs to kind and seed. */
    public static PhantomStudyOptions usual() {
        return new PhantomStudyOptions(
                Optional.empty(),
                Detector.DX,
                false,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                USUAL_SHORT_SIDE_PIXELS);
    }

    public PhantomStudyOptions withPatient(PhantomPatient other) {
        return new PhantomStudyOptions(Optional.of(other), detector, inverted, transferSyntax, shortSidePixels);
    }

    public PhantomStudyOptions withDetector(Detector other) {
        return new PhantomStudyOptions(patient, other, inverted, transferSyntax, shortSidePixels);
    }

    /** Stored as MONOCHROME1. */
    public PhantomStudyOptions withInversion() {
        return new PhantomStudyOptions(patient, detector, true, transferSyntax, shortSidePixels);
    }

    public PhantomStudyOptions withTransferSyntax(TransferSyntax other) {
        return new PhantomStudyOptions(patient, detector, inverted, other, shortSidePixels);
    }

    public PhantomStudyOptions withShortSidePixels(int pixels) {
        return new PhantomStudyOptions(patient, detector, inverted, transferSyntax, pixels);
    }
}
