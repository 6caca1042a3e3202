package org.mococxr.dicom;

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

    public DicomUnreadableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public DicomUnreadableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static DicomUnreadableException malformed(String message) {
        return new DicomUnreadableException(Reason.MALFORMED, message);
    }

    public Reason reason() {
        return reason;
    }
}
