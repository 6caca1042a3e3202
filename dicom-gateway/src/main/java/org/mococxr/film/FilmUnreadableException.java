package org.mococxr.film;

import org.mococxr.observation.Observation;

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
    private final transient Observation found;

    public FilmUnreadableException(Reason reason, Observation found) {
        super(found.english());
        this.reason = reason;
        this.found = found;
    }

    public FilmUnreadableException(Reason reason, Observation found, Throwable cause) {
        super(found.english(), cause);
        this.reason = reason;
        this.found = found;
    }

    public Reason reason() {
        return reason;
    }

    public Observation found() {
        return found;
    }
}
