package org.mococxr.appliance.journal;

import java.util.Optional;

/**
 * A film that is durably in the inbox.
 *
 * @param objectDigest SHA-256 of the stored bytes, hexadecimal; the inbox finds them by it
 * @param sender AE title of the sender, or how it came
 * @param sopInstanceUid of a DICOM object
 * @param studyInstanceUid the study that a DICOM object says it belongs to
 * @param ourReport whether it is no film but a report of a box like this one, as its header says
 */
public record ReceivedFilm(
        String objectDigest,
        long sizeBytes,
        Source source,
        String sender,
        Optional<String> sopInstanceUid,
        Optional<String> studyInstanceUid,
        boolean ourReport) {

    /** A film. */
    public ReceivedFilm(
            String objectDigest,
            long sizeBytes,
            Source source,
            String sender,
            Optional<String> sopInstanceUid,
            Optional<String> studyInstanceUid) {
        this(objectDigest, sizeBytes, source, sender, sopInstanceUid, studyInstanceUid, false);
    }

    /** A film that belongs to no study. */
    public ReceivedFilm(
            String objectDigest, long sizeBytes, Source source, String sender, Optional<String> sopInstanceUid) {
        this(objectDigest, sizeBytes, source, sender, sopInstanceUid, Optional.empty());
    }

    /** The way a film came in. */
    public enum Source {
        /** C-STORE. */
        DICOM(Lane.MODALITY),
        /** STOW-RS. */
        DICOMWEB(Lane.MODALITY),
        /** Handed in on the page or by a program. */
        WEB(Lane.PERSON),
        /** Put into the watched folder. */
        FOLDER(Lane.MODALITY),
        /** Found on the disk after a power cut, before it was taken down; how it came is lost. */
        RECOVERED(Lane.MODALITY);

        private final Lane lane;

        Source(Lane lane) {
            this.lane = lane;
        }

        Lane lane() {
            return lane;
        }
    }
}
