package org.mococxr.appliance.modelstore;

import org.jspecify.annotations.Nullable;

/** An act on a model was not done; the message says why, and everything is as it was. */
public final class ModelRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelRefusedException(String message) {
        this(message, null);
    }

    ModelRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
