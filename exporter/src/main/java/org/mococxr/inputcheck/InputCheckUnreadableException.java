package org.mococxr.inputcheck;

import org.jspecify.annotations.Nullable;

/** An input check cannot be read; the message says what was found. */
public final class InputCheckUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InputCheckUnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
