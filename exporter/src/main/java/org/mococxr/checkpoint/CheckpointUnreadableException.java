package org.mococxr.checkpoint;

import org.jspecify.annotations.Nullable;

/** A checkpoint could not be used; the message says what was found and what was expected. */
public final class CheckpointUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CheckpointUnreadableException(String message) {
        super(message);
    }

    public CheckpointUnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
