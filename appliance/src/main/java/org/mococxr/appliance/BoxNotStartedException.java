package org.mococxr.appliance;

/** The box did not start; the message says why and what to do. */
final class BoxNotStartedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BoxNotStartedException(String message) {
        super(message);
    }

    BoxNotStartedException(String message, Throwable cause) {
        super(message, cause);
    }
}
