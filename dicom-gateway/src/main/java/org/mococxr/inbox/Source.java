package org.mococxr.inbox;

/**
 * Where an object came from.
 *
 * @param name the AE title and address, the user, or the folder; for people, never for decisions
 */
public record Source(Way way, String name) {
    /** How an object reached the inbox. */
    public enum Way {
        DICOM_NETWORK,
        DICOM_WEB,
        UPLOAD,
        FOLDER,
        /** Found on disk at start-up without a record of how it came. */
        RECONCILED
    }
}
