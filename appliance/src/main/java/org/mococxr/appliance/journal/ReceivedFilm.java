package org.mococxr.appliance.journal;

import java.util.Optional;

/**
 * A film that is durably in the inbox.
 *
 * @param objectDigest SHA-256 of the stored bytes, hexadecimal; the inbox finds them by it
 * @param sender AE title of the sender, or how it came
 * @param sopInstanceUid of a DICOM object
 */
public record ReceivedFilm(
        String objectDigest, long sizeBytes, Source source, String sender, Optional<String> sopInstanceUid) {

    /** The way a film came in. */
    public enum Source {
        DICOM,
        WEB
    }
}
