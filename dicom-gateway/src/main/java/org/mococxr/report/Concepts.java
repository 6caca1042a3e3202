package org.mococxr.report;

import java.util.List;
import java.util.Optional;

/**
 * Every code our reports use, in one place to be reviewed together.
 *
 * <p>DCM codes are from PS3.16 Annex D, SCT codes from the SNOMED CT subset that DICOM may use without a licence
 * (PS3.16), UCUM for units. Tuberculosis is not in that subset, and ICD-10 A15/A16 would state a diagnosis, so the
 * tuberculosis hint is a private code of our own scheme that says what it is: an appearance on a film.
 */
public final class Concepts {
    /** Our private coding scheme; reports identify it in the Coding Scheme Identification Sequence. */
    static final String OWN_SCHEME = "99MOCOCXR";

    static final CodedConcept PRESENT = new CodedConcept("52101004", "SCT", "Present");
    static final CodedConcept ABSENT = new CodedConcept("272519000", "SCT", "Absent");
    static final CodedConcept UNDETERMINED = new CodedConcept("373068000", "SCT", "Undetermined");

    static final CodedConcept IMAGING_MEASUREMENT_REPORT =
            new CodedConcept("126000", "DCM", "Imaging Measurement Report");
    static final CodedConcept LANGUAGE = new CodedConcept("121049", "DCM", "Language of Content Item and Descendants");
    static final CodedConcept ENGLISH = new CodedConcept("en", "RFC5646", "English");
    static final CodedConcept OBSERVER_TYPE = new CodedConcept("121005", "DCM", "Observer Type");
    static final CodedConcept DEVICE = new CodedConcept("121007", "DCM", "Device");
    static final CodedConcept DEVICE_OBSERVER_UID = new CodedConcept("121012", "DCM", "Device Observer UID");
    static final CodedConcept DEVICE_OBSERVER_NAME = new CodedConcept("121013", "DCM", "Device Observer Name");
    static final CodedConcept DEVICE_OBSERVER_MANUFACTURER =
            new CodedConcept("121014", "DCM", "Device Observer Manufacturer");
    static final CodedConcept DEVICE_OBSERVER_MODEL_NAME =
            new CodedConcept("121015", "DCM", "Device Observer Model Name");
    static final CodedConcept DEVICE_OBSERVER_SERIAL_NUMBER =
            new CodedConcept("121016", "DCM", "Device Observer Serial Number");
    static final CodedConcept PROCEDURE_REPORTED = new CodedConcept("121058", "DCM", "Procedure reported");
    /** The generic code: CID 100 as the validators know it has none for a chest film. */
    static final CodedConcept IMAGING_PROCEDURE = new CodedConcept("363679005", "SCT", "Imaging procedure");

    static final CodedConcept IMAGE_LIBRARY = new CodedConcept("111028", "DCM", "Image Library");
    static final CodedConcept IMAGE_LIBRARY_GROUP = new CodedConcept("126200", "DCM", "Image Library Group");
    static final CodedConcept IMAGING_MEASUREMENTS = new CodedConcept("126010", "DCM", "Imaging Measurements");
    static final CodedConcept MEASUREMENT_GROUP = new CodedConcept("125007", "DCM", "Measurement Group");
    static final CodedConcept TRACKING_IDENTIFIER = new CodedConcept("112039", "DCM", "Tracking Identifier");
    static final CodedConcept TRACKING_UNIQUE_IDENTIFIER =
            new CodedConcept("112040", "DCM", "Tracking Unique Identifier");
    static final CodedConcept FINDING = new CodedConcept("121071", "DCM", "Finding");
    static final CodedConcept FINDING_SITE = new CodedConcept("363698007", "SCT", "Finding Site");
    static final CodedConcept ALGORITHM_NAME = new CodedConcept("111001", "DCM", "Algorithm Name");
    static final CodedConcept ALGORITHM_PARAMETERS = new CodedConcept("111002", "DCM", "Algorithm Parameters");
    static final CodedConcept ALGORITHM_VERSION = new CodedConcept("111003", "DCM", "Algorithm Version");
    static final CodedConcept PROBABILITY = new CodedConcept("122157", "DCM", "Probability");
    static final CodedConcept RATIO_0_TO_1 = new CodedConcept("{0:1}", "UCUM", "range: 0:1");
    static final CodedConcept QUALITATIVE_EVALUATIONS = new CodedConcept("C0034375", "UMLS", "Qualitative Evaluations");
    static final CodedConcept COMMENT = new CodedConcept("121106", "DCM", "Comment");

    static final CodedConcept PROCESSING_EQUIPMENT = new CodedConcept("109102", "DCM", "Processing Equipment");
    static final CodedConcept SOURCE_IMAGE =
            new CodedConcept("121322", "DCM", "Source image for image processing operation");
    static final CodedConcept SPATIAL_RESAMPLING = new CodedConcept("113085", "DCM", "Spatial resampling");

    private static final CodedConcept LUNG = new CodedConcept("39607008", "SCT", "Lung");
    private static final CodedConcept PLEURA = new CodedConcept("3120008", "SCT", "Pleural structure");

    /** Fluid in the pleural space. */
    public static final ReportedFinding PLEURAL_EFFUSION = new ReportedFinding(
            "pleural_effusion", new CodedConcept("60046008", "SCT", "Pleural effusion"), PLEURA, "Pleural effusion");

    /** A film that looks like tuberculosis; whether it is needs a laboratory test. */
    public static final ReportedFinding TUBERCULOSIS = new ReportedFinding(
            "tuberculosis",
            new CodedConcept("TB_SUGGESTIVE", OWN_SCHEME, "Chest X-ray abnormality suggestive of tuberculosis"),
            LUNG,
            "Tuberculosis");

    private static final List<ReportedFinding> FINDINGS = List.of(PLEURAL_EFFUSION, TUBERCULOSIS);

    private Concepts() {}

    /** All findings we have codes for. */
    public static List<ReportedFinding> findings() {
        return FINDINGS;
    }

    /** The finding a film list or model package calls by this name, if we have codes for it. */
    public static Optional<ReportedFinding> finding(String name) {
        return FINDINGS.stream().filter(finding -> finding.name().equals(name)).findFirst();
    }
}
