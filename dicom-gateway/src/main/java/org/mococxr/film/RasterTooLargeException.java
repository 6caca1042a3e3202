package org.mococxr.film;

import java.io.IOException;

/** A picture of more pixels than are read. */
final class RasterTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    RasterTooLargeException(String message) {
        super(message);
    }
}
