package org.mococxr.appliance.screening;

/** The box has no model that it may use, so it does not start; the message says what was found and what to do. */
public final class ModelNotUsableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelNotUsableException(String message) {
        super(message);
    }

    ModelNotUsableException(String message, Throwable cause) {
        super(message, cause);
    }
}
