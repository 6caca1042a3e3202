package org.mococxr.dicom.net;

/** The DICOM port could not be opened, so nothing is received. */
public final class PortUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
