package org.mococxr.inference;

/** A model could not be loaded or run; the message says what was attempted and what was found. */
public final class InferenceFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InferenceFailedException(String message) {
        super(message);
    }

    InferenceFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
