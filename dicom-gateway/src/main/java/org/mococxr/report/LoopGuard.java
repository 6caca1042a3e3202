package org.mococxr.report;

import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/** Recognises our own results when a PACS sends them back, so that a box never screens what a box made. */
public final class LoopGuard {
    private LoopGuard() {}

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
