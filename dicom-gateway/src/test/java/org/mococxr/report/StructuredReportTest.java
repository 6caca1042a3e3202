package org.mococxr.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.VR;
import org.mococxr.observation.Observation;
import org.mococxr.report.StructuredReport.Form;

class StructuredReportTest {
    @Test
    void tellsTheResultInTheTreeOfTid1500() {
        var sr = StructuredReport.of(ReportExamples.of(ReportExamples.film()));

        assertThat(names(sr))
                .containsExactly(
                        "Imaging Measurement Report",
                        "> Language of Content Item and Descendants = English",
                        "> Observer Type = Device",
                        "> Device Observer UID",
                        "> Device Observer Name = MoCo-CXR Appliance",
                        "> Device Observer Manufacturer = MoCo-CXR",
                        "> Device Observer Model Name = MoCo-CXR Appliance",
                        "> Device Observer Serial Number = SN0001",
                        "> Procedure reported = Imaging procedure",
                        "> Image Library",
                        ">> Image Library Group",
                        ">>> IMAGE",
                        "> Imaging Measurements",
                        ">> Measurement Group",
                        ">>> Tracking Identifier = pleural_effusion",
                        ">>> Tracking Unique Identifier",
                        ">>> Finding = Pleural effusion",
                        ">>> Algorithm Name = two-findings",
                        ">>> Algorithm Version = 1.2.0",
                        ">>> Algorithm Parameters = operating point=screening; cut-off=0.4200; decision=SUGGESTIVE; package"
                                + " sha256=" + "ab12cd34".repeat(8) + "; settings sha256=" + "1".repeat(64),
                        ">>> Finding Site = Pleural structure",
                        ">>> Probability = 0.8730",
                        ">> Measurement Group",
                        ">>> Tracking Identifier = tuberculosis",
                        ">>> Tracking Unique Identifier",
                        ">>> Finding = Chest X-ray abnormality suggestive of tuberculosis",
                        ">>> Algorithm Name = two-findings",
                        ">>> Algorithm Version = 1.2.0",
                        ">>> Algorithm Parameters = operating point=screening; cut-off=0.3500; decision=NEAR CUT-OFF;"
                                + " package sha256=" + "ab12cd34".repeat(8) + "; settings sha256=" + "1".repeat(64),
                        ">>> Finding Site = Lung",
                        ">>> Probability = 0.3100",
                        "> Qualitative Evaluations",
                        ">> Pleural effusion = Present",
                        ">> Chest X-ray abnormality suggestive of tuberculosis = Undetermined",
                        ">> Comment = Research use only, not a medical device. A hint for the reader, not a diagnosis; a"
                                + " film suggestive of tuberculosis needs a laboratory test.");
        assertThat(sr.getString(Tag.CompletionFlag)).contains("COMPLETE");
        assertThat(sr.getString(Tag.VerificationFlag)).contains("UNVERIFIED");
        assertThat(sr.getString(Tag.PreliminaryFlag)).contains("PRELIMINARY");
    }

    @Test
    void saysAbsentBelowTheCutOff() {
        var absent = new FindingResult(Concepts.TUBERCULOSIS, 0.02, Decision.NOT_SUGGESTIVE, "screening", 0.35);

        var sr = StructuredReport.of(ReportExamples.of(ReportExamples.film(), ReportExamples.MODEL, List.of(absent)));

        assertThat(names(sr)).contains(">> Chest X-ray abnormality suggestive of tuberculosis = Absent");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void tellsTheSameInEveryForm(Form form) {
        var report = ReportExamples.of(ReportExamples.film());

        var sr = StructuredReport.of(report, form);

        assertThat(sr.getString(Tag.SOPClassUID)).contains(form.sopClassUid());
        assertThat(names(sr)).isEqualTo(names(StructuredReport.of(report)));
    }

    @Test
    void refersToItsFilmAsEvidence() {
        var film = ReportExamples.film();

        var sr = StructuredReport.of(ReportExamples.of(film));

        var study = sr.getNestedDataset(Tag.CurrentRequestedProcedureEvidenceSequence)
                .orElseThrow();
        var series = study.getNestedDataset(Tag.ReferencedSeriesSequence).orElseThrow();
        var instance = series.getNestedDataset(Tag.ReferencedSOPSequence).orElseThrow();
        assertThat(study.getString(Tag.StudyInstanceUID)).isEqualTo(film.getString(Tag.StudyInstanceUID));
        assertThat(series.getString(Tag.SeriesInstanceUID)).isEqualTo(film.getString(Tag.SeriesInstanceUID));
        assertThat(instance.getString(Tag.ReferencedSOPInstanceUID)).isEqualTo(film.getString(Tag.SOPInstanceUID));
        assertThat(instance.getString(Tag.ReferencedSOPClassUID)).isEqualTo(film.getString(Tag.SOPClassUID));
    }

    @Test
    void copiesPatientAndStudyByteForByteWithTheirCharacterSet() {
        var film = ReportExamples.film();
        film.setString(Tag.SpecificCharacterSet, VR.CS, "ISO_IR 144");
        film.setBytes(Tag.PatientName, VR.PN, "Иванов^Пётр".getBytes(Charset.forName("ISO-8859-5")));
        film.setString(Tag.IssuerOfPatientID, VR.LO, "CLINIC 7");

        var written = DicomReader.read(write(StructuredReport.of(ReportExamples.of(film))))
                .dataset();

        assertThat(written.getString(Tag.PatientName)).contains("Иванов^Пётр");
        for (int tag : new int[] {
            Tag.SpecificCharacterSet,
            Tag.PatientID,
            Tag.IssuerOfPatientID,
            Tag.PatientBirthDate,
            Tag.PatientSex,
            Tag.PatientAge,
            Tag.StudyInstanceUID,
            Tag.StudyDate,
            Tag.StudyTime,
            Tag.StudyID,
            Tag.AccessionNumber
        }) {
            assertThat(written.getString(tag))
                    .as(Tag.keywordOf(tag))
                    .isPresent()
                    .isEqualTo(film.getString(tag));
        }
    }

    /** Met in public films: age "81", and an anonymised film that does not say how. */
    @Test
    void leavesOutWhatWouldMakeItInvalidAndIdentifiesNobody() {
        var film = ReportExamples.film();
        film.setBytes(Tag.PatientAge, VR.AS, "81".getBytes(StandardCharsets.US_ASCII));
        film.setString(Tag.PatientIdentityRemoved, VR.CS, "YES");

        var sr = StructuredReport.of(ReportExamples.of(film));
        film.setString(Tag.DeidentificationMethod, VR.LO, "by hand");
        var told = StructuredReport.of(ReportExamples.of(film));

        assertThat(sr.contains(Tag.PatientAge)).isFalse();
        assertThat(sr.contains(Tag.PatientIdentityRemoved)).isFalse();
        assertThat(told.getString(Tag.PatientIdentityRemoved)).contains("YES");
    }

    @Test
    void keepsRequiredIdentificationPresentWhenTheFilmLacksIt() {
        var film = ReportExamples.film();
        film.remove(Tag.PatientID);
        film.remove(Tag.AccessionNumber);
        film.remove(Tag.StudyTime);

        var sr = StructuredReport.of(ReportExamples.of(film));

        assertThat(sr.contains(Tag.PatientID)).isTrue();
        assertThat(sr.contains(Tag.AccessionNumber)).isTrue();
        assertThat(sr.contains(Tag.StudyTime)).isTrue();
        assertThat(sr.contains(Tag.Laterality)).isFalse();
    }

    @Test
    void answersTheOrdersTheFilmNames() {
        var film = ReportExamples.film();
        var order = new Attributes();
        order.setString(Tag.RequestedProcedureID, VR.SH, "RP-77");
        film.newSequence(Tag.RequestAttributesSequence).add(order);

        var sr = StructuredReport.of(ReportExamples.of(film));

        assertThat(sr.getSequence(Tag.ReferencedRequestSequence))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.getString(Tag.RequestedProcedureID)).contains("RP-77");
                    assertThat(request.getString(Tag.AccessionNumber)).isEqualTo(film.getString(Tag.AccessionNumber));
                    assertThat(request.getString(Tag.StudyInstanceUID)).isEqualTo(film.getString(Tag.StudyInstanceUID));
                });
    }

    @Test
    void namesProductSeriesAndEquipment() {
        var sr = StructuredReport.of(ReportExamples.of(ReportExamples.film()));

        assertThat(sr.getInt(Tag.SeriesNumber)).hasValue(9001);
        assertThat(sr.getString(Tag.Modality)).contains("SR");
        assertThat(sr.getString(Tag.SeriesDescription)).contains("MoCo-CXR Appliance AI result - research use only");
        assertThat(sr.getStrings(Tag.SoftwareVersions)).containsExactly("0.1.0", "two-findings 1.2.0");
        var contribution =
                sr.getNestedDataset(Tag.ContributingEquipmentSequence).orElseThrow();
        assertThat(contribution.getString(Tag.DeviceSerialNumber)).contains("SN0001");
        assertThat(contribution.getString(Tag.ContributionDateTime)).contains("20260115102030+0100");
    }

    @Test
    void tellsItsTimesOnTheClockOfTheFilm() {
        var film = ReportExamples.film();
        film.setString(Tag.TimezoneOffsetFromUTC, VR.SH, "+0545");

        var sr = StructuredReport.of(ReportExamples.of(film));

        assertThat(sr.getString(Tag.TimezoneOffsetFromUTC)).contains("+0545");
        assertThat(sr.getString(Tag.ContentTime)).contains("150530");
        assertThat(sr.getString(Tag.StudyTime)).isEqualTo(film.getString(Tag.StudyTime));
    }

    @Test
    void takesTheClockOfTheBoxWhenTheFilmHasNone() {
        var sr = StructuredReport.of(ReportExamples.of(ReportExamples.film()));

        assertThat(sr.getString(Tag.TimezoneOffsetFromUTC)).contains("+0100");
        assertThat(sr.getString(Tag.ContentTime)).contains("102030");
    }

    @Test
    void makesTheSameObjectAgainOnARetry() {
        var first = write(StructuredReport.of(ReportExamples.of(ReportExamples.film())));
        var again = write(StructuredReport.of(ReportExamples.of(ReportExamples.film())));

        assertThat(again).isEqualTo(first);
    }

    @Test
    void makesANewObjectForANewModel() {
        var film = ReportExamples.film();
        var newer = new ModelIdentity("two-findings", "1.2.1", "ef".repeat(32));

        var first = StructuredReport.of(ReportExamples.of(film));
        var second = StructuredReport.of(ReportExamples.of(film, newer, List.of(ReportExamples.EFFUSION)));

        assertThat(second.getString(Tag.SOPInstanceUID)).isNotEqualTo(first.getString(Tag.SOPInstanceUID));
        assertThat(second.getString(Tag.SeriesInstanceUID)).isNotEqualTo(first.getString(Tag.SeriesInstanceUID));
    }

    @Test
    void givesEveryFormItsOwnValidUid() {
        var report = ReportExamples.of(ReportExamples.film());

        var uids = new ArrayList<String>();
        for (var form : Form.values()) {
            uids.add(StructuredReport.of(report, form)
                    .getString(Tag.SOPInstanceUID)
                    .orElseThrow());
        }

        assertThat(uids).doesNotHaveDuplicates().allMatch(UID::isValid);
    }

    @Test
    void comesBackFromItsFileAsItWas() {
        var sr = StructuredReport.of(ReportExamples.of(ReportExamples.film()));

        var read = DicomReader.read(write(sr));

        assertThat(read.dataset()).isEqualTo(sr);
        assertThat(names(read.dataset())).isEqualTo(names(sr));
        assertThat(read.sopClassUid()).contains(UID.Comprehensive3DSRStorage);
    }

    @ParameterizedTest
    @ValueSource(ints = {Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.SOPInstanceUID, Tag.SOPClassUID})
    void refusesAFilmItCannotReferTo(int missing) {
        var film = ReportExamples.film();
        film.remove(missing);

        assertThat(ScreeningReport.obstacle(film).map(Observation::english))
                .contains("no report possible: the film has no " + Tag.keywordOf(missing));
        assertThatThrownBy(() -> ReportExamples.of(film))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no report possible: the film has no " + Tag.keywordOf(missing));
    }

    @Test
    void refusesAFilmWhoseUidIsNone() {
        var film = ReportExamples.film();
        film.setBytes(Tag.StudyInstanceUID, VR.UI, "../../etc".getBytes(StandardCharsets.US_ASCII));

        assertThat(ScreeningReport.obstacle(film).map(Observation::english))
                .contains("no report possible: the film's StudyInstanceUID is no valid UID");
    }

    @Test
    void refusesTextThatNeedsACharacterSetOfItsOwn() {
        assertThatThrownBy(() -> new ModelIdentity("modèle", "1", "ab".repeat(32)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model name must be printable ASCII without backslash, was 'modèle'");
        assertThatThrownBy(() -> new DeviceIdentity("", "0.1.0"))
                .hasMessage("device serial number must have 1 to 64 characters, was '' (0)");
        assertThatThrownBy(() -> new FindingResult(Concepts.TUBERCULOSIS, Double.NaN, Decision.SUGGESTIVE, "x", 0.5))
                .hasMessage("probability of tuberculosis must be 0 to 1, was NaN");
    }

    private static byte[] write(Attributes object) {
        return DicomWriter.toBytes(DicomObject.of(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    /** The content tree as lines: depth, concept name, value in words. */
    private static List<String> names(Attributes root) {
        var lines = new ArrayList<String>();
        walk(root, "", lines);
        return lines;
    }

    private static void walk(Attributes item, String depth, List<String> lines) {
        var name = item.getNestedDataset(Tag.ConceptNameCodeSequence)
                .flatMap(code -> code.getString(Tag.CodeMeaning))
                .orElseGet(() -> item.getString(Tag.ValueType, "?"));
        var value = item.getNestedDataset(Tag.ConceptCodeSequence)
                .flatMap(code -> code.getString(Tag.CodeMeaning))
                .or(() -> item.getString(Tag.TextValue))
                .or(() -> item.getNestedDataset(Tag.MeasuredValueSequence)
                        .flatMap(measured -> measured.getString(Tag.NumericValue)));
        lines.add((depth.isEmpty() ? "" : depth + " ")
                + name
                + value.map(words -> " = " + words).orElse(""));
        for (var child : item.getSequence(Tag.ContentSequence)) {
            walk(child, depth + ">", lines);
        }
    }
}
