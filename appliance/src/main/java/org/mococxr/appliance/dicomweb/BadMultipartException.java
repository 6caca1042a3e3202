package org.mococxr.appliance.dicomweb;

import java.io.IOException;

/** A body that is no multipart/related one, or ends too early. */
public final class BadMultipartException extends IOException {
    private static final long serialVersionUID = 1L;

    BadMultipartException(String message) {
        super(message);
    }
}
