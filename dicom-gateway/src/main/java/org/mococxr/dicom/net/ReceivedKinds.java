package org.mococxr.dicom.net;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;

/** Which objects a clinic's receiver agrees to, and in which encodings. */
final class ReceivedKinds {
    static final String STORAGE_PREFIX = "1.2.840.10008.5.1.4.1.1.";

    /**
     * Best first: plain little endian whenever it is offered, so that most films need no decoder; then the encodings this box decodes
     * in Java, JPEG 2000 only where a sender has nothing else. Never big endian, HTJ2K or video.
     */
    static final List<String> TRANSFER_SYNTAX_PREFERENCE = Stream.of(
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                    TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                    TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                    TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER,
                    TransferSyntax.JPEG_LOSSLESS,
                    TransferSyntax.RLE_LOSSLESS,
                    TransferSyntax.JPEG_LS_LOSSLESS,
                    TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
                    TransferSyntax.JPEG_EXTENDED,
                    TransferSyntax.JPEG_BASELINE,
                    TransferSyntax.JPEG_2000_LOSSLESS,
                    TransferSyntax.JPEG_2000)
            .map(TransferSyntax::uid)
            .toList();

    /**
     * Films, and the images a misrouted modality sends (CT, MR, angiography, ultrasound). The latter are taken in so that the person
     * at the list sees "refused: not a chest film", instead of a modality that says "no presentation context" to nobody.
     */
    static final Set<String> SOP_CLASSES = Set.of(
            UID.ComputedRadiographyImageStorage,
            UID.DigitalXRayImageStorageForPresentation,
            UID.DigitalXRayImageStorageForProcessing,
            UID.SecondaryCaptureImageStorage,
            UID.CTImageStorage,
            UID.MRImageStorage,
            UID.XRayAngiographicImageStorage,
            UID.UltrasoundImageStorage);

    private ReceivedKinds() {}
}
