package org.mococxr.inbox;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * An object that is safely on disk.
 *
 * @param digest SHA-256 in hexadecimal of the data set as received (of the whole file for PNG and JPEG); the object's name. Where the same
 *     bytes were there before under another transfer syntax, of the data set and the UID of this one
 * @param file a DICOM file with a header of ours before the untouched data set, or the untouched PNG or JPEG
 * @param sizeBytes of the data set or picture, without our header
 * @param identity of a DICOM object
 * @param alreadyThere whether a file of this digest was on disk before; says nothing about whether it was recorded
 */
public record StoredObject(
        String digest,
        ObjectKind kind,
        Path file,
        long sizeBytes,
        Optional<DicomIdentity> identity,
        Source source,
        Instant receivedAt,
        boolean alreadyThere) {
    static final int REFERENCE_DIGITS = 12;

    /** The object's opaque short name for logs and pages. */
    public String reference() {
        return digest.substring(0, REFERENCE_DIGITS);
    }
}
