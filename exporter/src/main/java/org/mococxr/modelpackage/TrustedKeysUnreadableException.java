package org.mococxr.modelpackage;

import org.jspecify.annotations.Nullable;

/** The keys to trust could not be read; the message names the file or folder. */
public final class TrustedKeysUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrustedKeysUnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
