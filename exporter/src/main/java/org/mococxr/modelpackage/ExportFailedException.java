package org.mococxr.modelpackage;

import org.jspecify.annotations.Nullable;

/** A checkpoint cannot become a model package; the message says why and what would help. Nothing was written. */
public final class ExportFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ExportFailedException(String message) {
        this(message, null);
    }

    ExportFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
