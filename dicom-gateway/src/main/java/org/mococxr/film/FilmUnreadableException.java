package org.mococxr.film;

/** Bytes that could not be read as a film; the message says what was found and what was expected. */
public final class FilmUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why there is no film. */
    public enum Reason {
        /** Neither DICOM nor PNG nor JPEG. */
        NOT_A_FILM,
        MALFORMED,
        NO_PIXELS,
        UNSUPPORTED_SYNTAX,
        MULTI_FRAME,
        COLOUR,
        TOO_LARGE
    }

    private final Reason reason;

    public FilmUnreadableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public FilmUnreadableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
