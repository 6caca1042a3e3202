package org.mococxr.report;

/**
 * The box that made a report.
 *
 * @param serialNumber of this box, at most 64 characters of ASCII
 * @param softwareVersion of the appliance, at most 64 characters of ASCII
 */
public record DeviceIdentity(String serialNumber, String softwareVersion) {
    /** Manufacturer of every object we write, and what the loop guard looks for. */
    public static final String MANUFACTURER = "MoCo-CXR";

    /** Product name on every object and picture. */
    public static final String PRODUCT = "MoCo-CXR Appliance";

    public DeviceIdentity {
        PlainText.require("device serial number", serialNumber);
        PlainText.require("software version", softwareVersion);
    }

    /** The UID of this box as an observer. */
    String uid() {
        return DerivedUid.of("device", MANUFACTURER, PRODUCT, serialNumber);
    }
}
