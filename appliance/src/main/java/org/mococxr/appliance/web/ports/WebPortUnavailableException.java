package org.mococxr.appliance.web.ports;

/** The page's port could not be opened. */
public final class WebPortUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WebPortUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
