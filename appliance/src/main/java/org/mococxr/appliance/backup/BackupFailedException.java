package org.mococxr.appliance.backup;

import org.jspecify.annotations.Nullable;

/** A backup or its restoration was not finished; the message says why and what is left. */
public final class BackupFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackupFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
