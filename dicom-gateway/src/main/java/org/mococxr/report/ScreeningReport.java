package org.mococxr.report;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

/**
 * Everything a report states: about which film, by which model and box, with which outcome, when.
 *
 * @param source the film's data set; its pixels are not needed
 * @param sourceDigest SHA-256 of the received object, 64 hex digits
 * @param model the model package in use
 * @param findings in the order reports show them, at least one
 * @param settingsDigest SHA-256 of the settings that shape the result, 64 hex digits
 * @param device the box
 * @param when the film was screened, in the box's own time zone
 */
public record ScreeningReport(
        Attributes source,
        String sourceDigest,
        ModelIdentity model,
        List<FindingResult> findings,
        String settingsDigest,
        DeviceIdentity device,
        OffsetDateTime when) {
    private static final int[] IDENTIFICATION = {
        Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID
    };

    /** @throws IllegalArgumentException if a value is missing or cannot be true, see {@link #obstacle} */
    public ScreeningReport {
        findings = List.copyOf(findings);
        obstacle(source).ifPresent(reason -> {
            throw new IllegalArgumentException(reason.english());
        });
        Sha256Hex.require("source digest", sourceDigest);
        Sha256Hex.require("settings digest", settingsDigest);
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one finding");
        }
    }

    /**
     * Why no report can be made for a film, or empty if one can. A report refers to its film and belongs to its study by
     * UID; without these it would land nowhere or with the wrong patient.
     */
    public static Optional<Observation> obstacle(Attributes source) {
        for (int tag : IDENTIFICATION) {
            var uid = source.getString(tag);
            if (uid.isEmpty()) {
                return Optional.of(ObservationKind.REPORT_WITHOUT_UID.of(Tag.keywordOf(tag)));
            }
            if (!UID.isValid(uid.get())) {
                return Optional.of(ObservationKind.REPORT_UID_INVALID.of(Tag.keywordOf(tag)));
            }
        }
        return Optional.empty();
    }

    /** The UID of something derived from this film by this model under these settings. */
    String derivedUid(String kind) {
        return DerivedUid.of(
                source.getString(Tag.SOPInstanceUID).orElseThrow(),
                sourceDigest,
                model.packageDigest(),
                settingsDigest,
                kind);
    }
}
