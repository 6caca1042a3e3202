package org.mococxr.report;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.UID;

/** Recognises our own results when a PACS sends them back, so that a box never screens what a box made. */
public final class LoopGuard {
    private static final Set<String> REPORTS = Stream.concat(
                    Arrays.stream(StructuredReport.Form.values()).map(StructuredReport.Form::sopClassUid),
                    Stream.of(UID.SecondaryCaptureImageStorage))
            .collect(Collectors.toUnmodifiableSet());

    private LoopGuard() {}

    /** Whether the object is a report of a box of ours, and not a film that says that one processed it. */
    public static boolean isOurReport(Attributes object) {
        return REPORTS.contains(object.getString(Tag.SOPClassUID, "")) && isOurs(object);
    }

    /** Whether a box of ours, this one or another, made or processed the object. */
    public static boolean isOurs(Attributes object) {
        return namesUs(object)
                || object.getSequence(Tag.ContributingEquipmentSequence).stream()
                        .anyMatch(LoopGuard::namesUs);
    }

    private static boolean namesUs(Attributes equipment) {
        return equipment.getString(Tag.Manufacturer, "").equals(DeviceIdentity.MANUFACTURER)
                && equipment.getString(Tag.ManufacturerModelName, "").equals(DeviceIdentity.PRODUCT);
    }
}
