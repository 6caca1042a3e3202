package org.mococxr.appliance.journal;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The journal could not be opened, read or written. Nothing that was reported as written is in doubt. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether there was no room for what was to be written; then nothing of it was. */
    public boolean isDiskFull() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException e) {
                return e.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
            }
        }
        return false;
    }
}
