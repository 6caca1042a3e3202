package org.mococxr.dicom;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Unique identifiers this software names (PS3.6 annex A), and how they are called. */
public final class UID {
    public static final String Verification = "1.2.840.10008.1.1";
    public static final String StorageCommitmentPushModel = "1.2.840.10008.1.20.1";
    public static final String StorageCommitmentPushModelInstance = "1.2.840.10008.1.20.1.1";
    public static final String DICOMApplicationContext = "1.2.840.10008.3.1.1.1";

    public static final String ComputedRadiographyImageStorage = "1.2.840.10008.5.1.4.1.1.1";
    public static final String DigitalXRayImageStorageForPresentation = "1.2.840.10008.5.1.4.1.1.1.1";
    public static final String DigitalXRayImageStorageForProcessing = "1.2.840.10008.5.1.4.1.1.1.1.1";
    public static final String DigitalMammographyXRayImageStorageForPresentation = "1.2.840.10008.5.1.4.1.1.1.2";
    public static final String CTImageStorage = "1.2.840.10008.5.1.4.1.1.2";
    public static final String EnhancedCTImageStorage = "1.2.840.10008.5.1.4.1.1.2.1";
    public static final String MRImageStorage = "1.2.840.10008.5.1.4.1.1.4";
    public static final String UltrasoundImageStorage = "1.2.840.10008.5.1.4.1.1.6.1";
    public static final String SecondaryCaptureImageStorage = "1.2.840.10008.5.1.4.1.1.7";
    public static final String XRayAngiographicImageStorage = "1.2.840.10008.5.1.4.1.1.12.1";
    public static final String GrayscaleSoftcopyPresentationStateStorage = "1.2.840.10008.5.1.4.1.1.11.1";
    public static final String BasicTextSRStorage = "1.2.840.10008.5.1.4.1.1.88.11";
    public static final String EnhancedSRStorage = "1.2.840.10008.5.1.4.1.1.88.22";
    public static final String ComprehensiveSRStorage = "1.2.840.10008.5.1.4.1.1.88.33";
    public static final String Comprehensive3DSRStorage = "1.2.840.10008.5.1.4.1.1.88.34";
    public static final String KeyObjectSelectionDocumentStorage = "1.2.840.10008.5.1.4.1.1.88.59";
    public static final String EncapsulatedPDFStorage = "1.2.840.10008.5.1.4.1.1.104.1";

    /** Names this software to its peers and in its files; derived from a UUID, which needs no registered root. */
    public static final String ImplementationClass = "2.25.133870298014229846113157364822710489651";

    public static final String IMPLEMENTATION_VERSION_NAME = "MOCOCXR_0_1";

    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";
    private static final int MAX_CHARACTERS = 64;
    private static final Pattern FORM = Pattern.compile("[0-9]+(\\.[0-9]+)*");

    /** What follows {@link #STORAGE}, and the storage class's name. */
    private static final String[] STORAGE_CLASSES = {
        "1", "Computed Radiography Image",
        "1.1", "Digital X-Ray Image (for presentation)",
        "1.1.1", "Digital X-Ray Image (for processing)",
        "1.2", "Digital Mammography Image (for presentation)",
        "1.2.1", "Digital Mammography Image (for processing)",
        "1.3", "Intra-oral X-Ray Image (for presentation)",
        "1.3.1", "Intra-oral X-Ray Image (for processing)",
        "2", "CT Image",
        "2.1", "Enhanced CT Image",
        "2.2", "Legacy Converted Enhanced CT Image",
        "3.1", "Ultrasound Multi-frame Image",
        "4", "MR Image",
        "4.1", "Enhanced MR Image",
        "4.2", "MR Spectroscopy",
        "4.3", "Enhanced MR Color Image",
        "6.1", "Ultrasound Image",
        "6.2", "Enhanced Ultrasound Volume",
        "7", "Secondary Capture Image",
        "7.1", "Multi-frame Single Bit Secondary Capture Image",
        "7.2", "Multi-frame Grayscale Byte Secondary Capture Image",
        "7.3", "Multi-frame Grayscale Word Secondary Capture Image",
        "7.4", "Multi-frame True Color Secondary Capture Image",
        "9.1.1", "12-lead ECG Waveform",
        "9.1.2", "General ECG Waveform",
        "9.1.3", "Ambulatory ECG Waveform",
        "9.2.1", "Hemodynamic Waveform",
        "9.3.1", "Cardiac Electrophysiology Waveform",
        "9.4.1", "Basic Voice Audio Waveform",
        "11.1", "Grayscale Softcopy Presentation State",
        "11.2", "Color Softcopy Presentation State",
        "12.1", "X-Ray Angiographic Image",
        "12.1.1", "Enhanced X-Ray Angiographic Image",
        "12.2", "X-Ray Radiofluoroscopic Image",
        "12.2.1", "Enhanced X-Ray Radiofluoroscopic Image",
        "13.1.1", "X-Ray 3D Angiographic Image",
        "13.1.3", "Breast Tomosynthesis Image",
        "20", "Nuclear Medicine Image",
        "30", "Parametric Map",
        "66", "Raw Data",
        "66.1", "Spatial Registration",
        "66.4", "Segmentation",
        "66.5", "Surface Segmentation",
        "77.1.1", "VL Endoscopic Image",
        "77.1.2", "VL Microscopic Image",
        "77.1.4", "VL Photographic Image",
        "77.1.5.1", "Ophthalmic Photography 8 Bit Image",
        "77.1.6", "VL Whole Slide Microscopy Image",
        "88.11", "Basic Text SR",
        "88.22", "Enhanced SR",
        "88.33", "Comprehensive SR",
        "88.34", "Comprehensive 3D SR",
        "88.50", "Mammography CAD SR",
        "88.59", "Key Object Selection Document",
        "88.65", "Chest CAD SR",
        "88.67", "X-Ray Radiation Dose SR",
        "104.1", "Encapsulated PDF",
        "104.2", "Encapsulated CDA",
        "128", "Positron Emission Tomography Image",
        "130", "Enhanced PET Image",
        "481.1", "RT Image",
        "481.2", "RT Dose",
        "481.3", "RT Structure Set",
        "481.4", "RT Beams Treatment Record",
        "481.5", "RT Plan",
        "481.8", "RT Ion Plan"
    };

    private static final Map<String, String> NAMES = names();

    private UID() {}

    /** What a SOP class or transfer syntax is called. */
    public static Optional<String> nameOf(String uid) {
        var syntax = TransferSyntax.forUid(uid).map(TransferSyntax::title);
        return syntax.isPresent() ? syntax : Optional.ofNullable(NAMES.get(uid));
    }

    /**
     * Numbers joined by dots, at most 64 characters (PS3.5 section 9.1), so never a path. Leading zeros are forbidden there
     * but met in practice, and accepted.
     */
    public static boolean isValid(String uid) {
        return uid.length() <= MAX_CHARACTERS && FORM.matcher(uid).matches();
    }

    private static Map<String, String> names() {
        var names = new HashMap<String, String>();
        names.put(Verification, "Verification");
        names.put(StorageCommitmentPushModel, "Storage Commitment Push Model");
        for (var i = 0; i < STORAGE_CLASSES.length; i += 2) {
            names.put(STORAGE + STORAGE_CLASSES[i], STORAGE_CLASSES[i + 1]);
        }
        return Map.copyOf(names);
    }
}
