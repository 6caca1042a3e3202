package org.mococxr.tensors;

import org.jspecify.annotations.Nullable;

/** The tensor engine could not be opened or could not compute; the message says what was asked for and what was found. */
public final class TensorEngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TensorEngineException(String message) {
        super(message);
    }

    public TensorEngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
