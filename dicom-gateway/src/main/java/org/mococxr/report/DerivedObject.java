package org.mococxr.report;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;

/** What every object of ours has in common: the film's patient and study, our own series, equipment and provenance. */
final class DerivedObject {
    /** Film identification that is copied as its bytes, together with the character set they are written in. */
    private static final int[] COPIED = {
        Tag.SpecificCharacterSet,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.AccessionNumber,
        Tag.IssuerOfAccessionNumberSequence,
        Tag.ReferringPhysicianName,
        Tag.StudyDescription,
        Tag.ProcedureCodeSequence,
        Tag.PhysiciansOfRecord,
        Tag.ReferencedStudySequence,
        Tag.AdmittingDiagnosesDescription,
        Tag.PatientName,
        Tag.PatientID,
        Tag.IssuerOfPatientID,
        Tag.TypeOfPatientID,
        Tag.IssuerOfPatientIDQualifiersSequence,
        Tag.PatientBirthDate,
        Tag.PatientBirthTime,
        Tag.PatientSex,
        Tag.OtherPatientIDs,
        Tag.OtherPatientIDsSequence,
        Tag.OtherPatientNames,
        Tag.PatientSize,
        Tag.PatientWeight,
        Tag.EthnicGroup,
        Tag.AdditionalPatientHistory,
        Tag.PatientComments,
        Tag.StudyInstanceUID,
        Tag.StudyID,
    };

    /** Type 2: present even when the film did not say. */
    private static final TagAndVr[] ALWAYS_PRESENT = {
        new TagAndVr(Tag.StudyDate, VR.DA),
        new TagAndVr(Tag.StudyTime, VR.TM),
        new TagAndVr(Tag.AccessionNumber, VR.SH),
        new TagAndVr(Tag.ReferringPhysicianName, VR.PN),
        new TagAndVr(Tag.PatientName, VR.PN),
        new TagAndVr(Tag.PatientID, VR.LO),
        new TagAndVr(Tag.PatientBirthDate, VR.DA),
        new TagAndVr(Tag.PatientSex, VR.CS),
        new TagAndVr(Tag.StudyID, VR.SH),
    };

    private static final int DEIDENTIFICATION_METHOD_CODES = 0x00120064;
    private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
    private static final Pattern OFFSET = Pattern.compile("[+-](?:0\\d|1[0-4])[0-5]\\d");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx", Locale.ROOT);

    private record TagAndVr(int tag, VR vr) {}

    /**
     * The series an object goes to.
     *
     * @param kind part of the derived UIDs; never changes for one kind of object
     */
    record Series(String kind, String modality, int number, String description) {}

    private DerivedObject() {}

    /** @param sopClass part of the SOP instance UID, so that the same content in two classes makes two objects */
    static Attributes begin(ScreeningReport report, String sopClass, Series series) {
        var source = report.source();
        var object = new Attributes();
        object.addSelected(source, COPIED);
        copyAge(object, source);
        copyDeidentification(object, source);
        for (var required : ALWAYS_PRESENT) {
            if (!object.contains(required.tag())) {
                object.setNull(required.tag(), required.vr());
            }
        }
        object.setString(Tag.SOPClassUID, VR.UI, sopClass);
        object.setString(Tag.SOPInstanceUID, VR.UI, report.derivedUid(series.kind() + " instance " + sopClass));
        object.setString(Tag.SeriesInstanceUID, VR.UI, report.derivedUid(series.kind() + " series"));
        object.setString(Tag.Modality, VR.CS, series.modality());
        object.setInt(Tag.SeriesNumber, VR.IS, series.number());
        object.setString(Tag.SeriesDescription, VR.LO, series.description());
        object.setInt(Tag.InstanceNumber, VR.IS, 1);
        stampTime(object, source, report.when());
        equipment(object, report);
        contribution(object, report);
        return object;
    }

    /** Some films say "81" where "081Y" is meant; a report needs no age and is not made invalid for it. */
    private static void copyAge(Attributes object, Attributes source) {
        if (source.getString(Tag.PatientAge).filter(AGE.asMatchPredicate()).isPresent()) {
            object.addSelected(source, Tag.PatientAge);
        }
    }

    /** That identity was removed may only be said together with how (PS3.3 table C.7-1). */
    private static void copyDeidentification(Attributes object, Attributes source) {
        if (source.containsValue(Tag.DeidentificationMethod) || source.containsValue(DEIDENTIFICATION_METHOD_CODES)) {
            object.addSelected(
                    source, Tag.PatientIdentityRemoved, Tag.DeidentificationMethod, DEIDENTIFICATION_METHOD_CODES);
        }
    }

    /** When the film was screened, on the clock that the film's own times are read by. */
    static OffsetDateTime localTime(ScreeningReport report) {
        return report.when().withOffsetSameInstant(offset(report.source(), report.when()));
    }

    static String date(OffsetDateTime time) {
        return DATE.format(time);
    }

    static String time(OffsetDateTime time) {
        return TIME.format(time);
    }

    /**
     * One offset holds for all times of an object (PS3.3 C.12.1.1.8), the copied study time included: so the film's own
     * offset is kept, and where it has none its times are taken as the box's local time.
     */
    private static ZoneOffset offset(Attributes source, OffsetDateTime when) {
        Optional<String> stated = source.getString(Tag.TimezoneOffsetFromUTC).filter(OFFSET.asMatchPredicate());
        return stated.map(ZoneOffset::of).orElse(when.getOffset());
    }

    private static void stampTime(Attributes object, Attributes source, OffsetDateTime when) {
        var offset = offset(source, when);
        var local = when.withOffsetSameInstant(offset);
        object.setString(
                Tag.TimezoneOffsetFromUTC,
                VR.SH,
                DateTimeFormatter.ofPattern("xx", Locale.ROOT).format(local));
        for (int tag : new int[] {Tag.InstanceCreationDate, Tag.SeriesDate, Tag.ContentDate}) {
            object.setString(tag, VR.DA, date(local));
        }
        for (int tag : new int[] {Tag.InstanceCreationTime, Tag.SeriesTime, Tag.ContentTime}) {
            object.setString(tag, VR.TM, time(local));
        }
    }

    private static void equipment(Attributes into, ScreeningReport report) {
        var device = report.device();
        var model = report.model();
        into.setString(Tag.Manufacturer, VR.LO, DeviceIdentity.MANUFACTURER);
        into.setString(Tag.ManufacturerModelName, VR.LO, DeviceIdentity.PRODUCT);
        into.setString(Tag.DeviceSerialNumber, VR.LO, device.serialNumber());
        into.setString(
                Tag.SoftwareVersions,
                VR.LO,
                device.softwareVersion(),
                PlainText.shortened(model.name() + " " + model.version()));
    }

    private static void contribution(Attributes object, ScreeningReport report) {
        var item = new Attributes();
        object.newSequence(Tag.ContributingEquipmentSequence).add(item);
        item.newSequence(Tag.PurposeOfReferenceCodeSequence).add(code(Concepts.PROCESSING_EQUIPMENT));
        equipment(item, report);
        item.setString(Tag.ContributionDateTime, VR.DT, DATE_TIME.format(localTime(report)));
        item.setString(
                Tag.ContributionDescription,
                VR.ST,
                "Automated screening, research use only. Model %s %s, package SHA-256 %s"
                        .formatted(
                                report.model().name(),
                                report.model().version(),
                                report.model().packageDigest()));
    }

    static Attributes code(CodedConcept concept) {
        var code = new Attributes();
        code.setString(Tag.CodeValue, VR.SH, concept.value());
        code.setString(Tag.CodingSchemeDesignator, VR.SH, concept.scheme());
        code.setString(Tag.CodeMeaning, VR.LO, concept.meaning());
        return code;
    }

    /** Class and instance of the film, as an item of a reference sequence. */
    static Attributes referenceTo(Attributes source) {
        var reference = new Attributes();
        reference.setString(
                Tag.ReferencedSOPClassUID,
                VR.UI,
                source.getString(Tag.SOPClassUID).orElseThrow());
        reference.setString(
                Tag.ReferencedSOPInstanceUID,
                VR.UI,
                source.getString(Tag.SOPInstanceUID).orElseThrow());
        return reference;
    }
}
