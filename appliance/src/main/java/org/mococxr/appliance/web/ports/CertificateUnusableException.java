package org.mococxr.appliance.web.ports;

/** HTTPS was asked for and the certificate for it cannot be read or made. */
public final class CertificateUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CertificateUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
