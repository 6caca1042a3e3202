package org.mococxr.report;

import static org.mococxr.report.ContentItem.CONTAINS;
import static org.mococxr.report.ContentItem.HAS_CONCEPT_MOD;
import static org.mococxr.report.ContentItem.HAS_OBS_CONTEXT;
import static org.mococxr.report.ContentItem.code;
import static org.mococxr.report.ContentItem.container;
import static org.mococxr.report.ContentItem.image;
import static org.mococxr.report.ContentItem.number;
import static org.mococxr.report.ContentItem.text;
import static org.mococxr.report.ContentItem.uidReference;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;

/**
 * The result as a structured report after TID 1500, as IHE's AI Results profile asks: one measurement group with the
 * probability per finding, and one qualitative evaluation per finding with the decision.
 *
 * <p>Complete but preliminary and unverified: it waits for a reader.
 */
public final class StructuredReport {
    /** The SOP classes the same tree can travel in, best first; old archives know only the later ones. */
    public enum Form {
        COMPREHENSIVE_3D(UID.Comprehensive3DSRStorage),
        COMPREHENSIVE(UID.ComprehensiveSRStorage),
        ENHANCED(UID.EnhancedSRStorage);

        private final String sopClassUid;

        Form(String sopClassUid) {
            this.sopClassUid = sopClassUid;
        }

        public String sopClassUid() {
            return sopClassUid;
        }
    }

    private static final DerivedObject.Series SERIES = new DerivedObject.Series(
            "structured report", "SR", 9001, DeviceIdentity.PRODUCT + " AI result - research use only");

    private static final int CODING_SCHEME_IDENTIFICATION_SEQUENCE = 0x00080110;
    private static final int CODING_SCHEME_NAME = 0x00080115;
    private static final int CODING_SCHEME_RESPONSIBLE_ORGANIZATION = 0x00080116;

    private StructuredReport() {}

    /** The report in its best form. */
    public static Attributes of(ScreeningReport report) {
        return of(report, Form.COMPREHENSIVE_3D);
    }

    /** The report in a form the receiver has agreed to. */
    public static Attributes of(ScreeningReport report, Form form) {
        var object = DerivedObject.begin(report, form.sopClassUid(), SERIES);
        identifyOwnCodes(object);
        object.newSequence(Tag.ReferencedPerformedProcedureStepSequence);
        object.newSequence(Tag.PerformedProcedureCodeSequence);
        object.setString(Tag.CompletionFlag, VR.CS, "COMPLETE");
        object.setString(Tag.VerificationFlag, VR.CS, "UNVERIFIED");
        object.setString(Tag.PreliminaryFlag, VR.CS, "PRELIMINARY");
        evidence(object, report.source());
        requests(object, report.source());
        ContentItem.makeRoot(
                object,
                Concepts.IMAGING_MEASUREMENT_REPORT,
                1500,
                code(HAS_CONCEPT_MOD, Concepts.LANGUAGE, Concepts.ENGLISH),
                code(HAS_OBS_CONTEXT, Concepts.OBSERVER_TYPE, Concepts.DEVICE),
                uidReference(
                        HAS_OBS_CONTEXT,
                        Concepts.DEVICE_OBSERVER_UID,
                        report.device().uid()),
                text(HAS_OBS_CONTEXT, Concepts.DEVICE_OBSERVER_NAME, DeviceIdentity.PRODUCT),
                text(HAS_OBS_CONTEXT, Concepts.DEVICE_OBSERVER_MANUFACTURER, DeviceIdentity.MANUFACTURER),
                text(HAS_OBS_CONTEXT, Concepts.DEVICE_OBSERVER_MODEL_NAME, DeviceIdentity.PRODUCT),
                text(
                        HAS_OBS_CONTEXT,
                        Concepts.DEVICE_OBSERVER_SERIAL_NUMBER,
                        report.device().serialNumber()),
                code(HAS_CONCEPT_MOD, Concepts.PROCEDURE_REPORTED, Concepts.IMAGING_PROCEDURE),
                container(
                        CONTAINS,
                        Concepts.IMAGE_LIBRARY,
                        container(CONTAINS, Concepts.IMAGE_LIBRARY_GROUP, image(CONTAINS, report.source()))),
                container(
                        CONTAINS,
                        Concepts.IMAGING_MEASUREMENTS,
                        report.findings().stream()
                                .map(finding -> measurements(report, finding))
                                .toArray(Attributes[]::new)),
                container(CONTAINS, Concepts.QUALITATIVE_EVALUATIONS, evaluations(report)));
        return object;
    }

    private static Attributes[] evaluations(ScreeningReport report) {
        var caution = text(
                CONTAINS,
                Concepts.COMMENT,
                "Research use only, not a medical device. A hint for the reader, not a diagnosis; a film suggestive of"
                        + " tuberculosis needs a laboratory test.");
        return Stream.concat(report.findings().stream().map(StructuredReport::evaluation), Stream.of(caution))
                .toArray(Attributes[]::new);
    }

    /** TID 1501, with the algorithm after TID 4019. */
    private static Attributes measurements(ScreeningReport report, FindingResult result) {
        var finding = result.finding();
        var model = report.model();
        return container(
                CONTAINS,
                Concepts.MEASUREMENT_GROUP,
                1501,
                text(HAS_OBS_CONTEXT, Concepts.TRACKING_IDENTIFIER, finding.name()),
                uidReference(
                        HAS_OBS_CONTEXT,
                        Concepts.TRACKING_UNIQUE_IDENTIFIER,
                        report.derivedUid("finding " + finding.name())),
                code(CONTAINS, Concepts.FINDING, finding.concept()),
                text(HAS_CONCEPT_MOD, Concepts.ALGORITHM_NAME, model.name()),
                text(HAS_CONCEPT_MOD, Concepts.ALGORITHM_VERSION, model.version()),
                text(HAS_CONCEPT_MOD, Concepts.ALGORITHM_PARAMETERS, parameters(report, result)),
                code(HAS_CONCEPT_MOD, Concepts.FINDING_SITE, finding.site()),
                number(CONTAINS, Concepts.PROBABILITY, decimal(result.probability()), Concepts.RATIO_0_TO_1));
    }

    private static String parameters(ScreeningReport report, FindingResult result) {
        return "operating point=%s; cut-off=%s; decision=%s; package sha256=%s; settings sha256=%s"
                .formatted(
                        result.operatingPoint(),
                        decimal(result.thresholdProbability()),
                        result.decision().words(),
                        report.model().packageDigest(),
                        report.settingsDigest());
    }

    private static Attributes evaluation(FindingResult result) {
        return code(CONTAINS, result.finding().concept(), result.decision().presence());
    }

    private static String decimal(double fraction) {
        return String.format(Locale.ROOT, "%.4f", fraction);
    }

    /** The film as evidence: viewers open a report's images through this sequence, not through the content tree. */
    private static void evidence(Attributes object, Attributes source) {
        var series = new Attributes();
        series.setString(
                Tag.SeriesInstanceUID,
                VR.UI,
                source.getString(Tag.SeriesInstanceUID).orElseThrow());
        series.newSequence(Tag.ReferencedSOPSequence).add(DerivedObject.referenceTo(source));
        var study = new Attributes();
        study.setString(
                Tag.StudyInstanceUID,
                VR.UI,
                source.getString(Tag.StudyInstanceUID).orElseThrow());
        study.newSequence(Tag.ReferencedSeriesSequence).add(series);
        object.newSequence(Tag.CurrentRequestedProcedureEvidenceSequence).add(study);
    }

    /** The orders this report answers, as the film names them; where it names none, its accession number stands for one. */
    private static void requests(Attributes object, Attributes source) {
        var stated = source.getSequence(Tag.RequestAttributesSequence);
        var answered = object.newSequence(Tag.ReferencedRequestSequence);
        for (var order : stated.isEmpty() ? List.of(new Attributes()) : stated) {
            var request = new Attributes();
            answered.add(request);
            request.setNull(Tag.AccessionNumber, VR.SH);
            request.setNull(Tag.PlacerOrderNumberImagingServiceRequest, VR.LO);
            request.setNull(Tag.FillerOrderNumberImagingServiceRequest, VR.LO);
            request.setNull(Tag.RequestedProcedureID, VR.SH);
            request.setNull(Tag.RequestedProcedureDescription, VR.LO);
            request.newSequence(Tag.RequestedProcedureCodeSequence);
            request.newSequence(Tag.ReferencedStudySequence);
            request.addSelected(source, Tag.AccessionNumber, Tag.IssuerOfAccessionNumberSequence, Tag.StudyInstanceUID);
            request.addSelected(
                    order,
                    Tag.AccessionNumber,
                    Tag.IssuerOfAccessionNumberSequence,
                    Tag.StudyInstanceUID,
                    Tag.RequestedProcedureID,
                    Tag.RequestedProcedureDescription,
                    Tag.RequestedProcedureCodeSequence,
                    Tag.ReferencedStudySequence);
        }
    }

    private static void identifyOwnCodes(Attributes object) {
        var scheme = new Attributes();
        object.newSequence(CODING_SCHEME_IDENTIFICATION_SEQUENCE).add(scheme);
        scheme.setString(Tag.CodingSchemeDesignator, VR.SH, Concepts.OWN_SCHEME);
        scheme.setString(CODING_SCHEME_NAME, VR.ST, "Private codes of " + DeviceIdentity.PRODUCT);
        scheme.setString(CODING_SCHEME_RESPONSIBLE_ORGANIZATION, VR.ST, DeviceIdentity.MANUFACTURER);
    }
}
