package org.mococxr.appliance.journal;

import org.jspecify.annotations.Nullable;

/** The journal could not be opened, read or written. Nothing that was reported as written is in doubt. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
