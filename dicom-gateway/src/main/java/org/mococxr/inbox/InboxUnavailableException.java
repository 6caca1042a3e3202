package org.mococxr.inbox;

/** The inbox's directory cannot be used, so nothing may be received. */
public final class InboxUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InboxUnavailableException(String message) {
        super(message);
    }

    InboxUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
