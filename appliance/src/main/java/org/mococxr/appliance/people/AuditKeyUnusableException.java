package org.mococxr.appliance.people;

/** The key of the audit, or what it sealed last, cannot be read or written. */
public final class AuditKeyUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuditKeyUnusableException(String message, Throwable cause) {
        super(
                "%s (%s); make the folder readable and writable for the user of the box"
                        .formatted(message, cause.getMessage()),
                cause);
    }
}
