package org.mococxr.appliance.settings;

/** The file with the settings cannot be read or written. */
public final class SettingsUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
