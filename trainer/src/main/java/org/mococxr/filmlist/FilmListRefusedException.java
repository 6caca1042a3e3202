package org.mococxr.filmlist;

import org.jspecify.annotations.Nullable;

/** A film list cannot be used; the message gives the line and says what was found and what was expected. */
public final class FilmListRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FilmListRefusedException(String message) {
        super(message);
    }

    public FilmListRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
