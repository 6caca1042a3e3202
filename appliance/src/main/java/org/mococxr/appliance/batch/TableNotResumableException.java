package org.mococxr.appliance.batch;

/** A table cannot be gone on with; the message says why, and the table is as it was. */
public final class TableNotResumableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableNotResumableException(String message) {
        super(message);
    }
}
