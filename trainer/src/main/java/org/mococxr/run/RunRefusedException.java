package org.mococxr.run;

/** A run cannot start or cannot go on; the message says what was found and what to try. */
public final class RunRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RunRefusedException(String message) {
        super(message);
    }
}
