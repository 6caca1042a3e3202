package org.mococxr.dicom;

import org.mococxr.observation.Observation;

/** Bytes that could not be read as a DICOM object; the message says what was found and what was expected. */
public final class DicomUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why nothing could be read. */
    public enum Reason {
        NOT_DICOM,
        MALFORMED,
        TOO_LARGE,
        UNKNOWN_SYNTAX
    }

    private final Reason reason;
    private final transient Observation found;

    public DicomUnreadableException(Reason reason, Observation found) {
        super(found.english());
        this.reason = reason;
        this.found = found;
    }

    public DicomUnreadableException(Reason reason, Observation found, Throwable cause) {
        super(found.english(), cause);
        this.reason = reason;
        this.found = found;
    }

    static DicomUnreadableException malformed(Observation found) {
        return new DicomUnreadableException(Reason.MALFORMED, found);
    }

    public Reason reason() {
        return reason;
    }

    public Observation found() {
        return found;
    }
}
