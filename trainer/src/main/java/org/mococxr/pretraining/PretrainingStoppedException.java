package org.mococxr.pretraining;

/** Pretraining cannot go on; the message says what happened and what to try. */
public final class PretrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PretrainingStoppedException(String message) {
        super(message);
    }
}
