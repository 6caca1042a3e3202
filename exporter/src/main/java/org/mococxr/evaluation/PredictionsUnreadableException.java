package org.mococxr.evaluation;

/** A predictions file could not be used; the message names the file, the line and what was expected. */
public final class PredictionsUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PredictionsUnreadableException(String message) {
        super(message);
    }

    PredictionsUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
