package org.mococxr.appliance.intake;

import java.io.IOException;

/** A zip that cannot be read on; the message is the second half of a sentence that begins with the zip. */
public final class ZipRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    ZipRefusedException(String message) {
        super(message);
    }

    ZipRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
