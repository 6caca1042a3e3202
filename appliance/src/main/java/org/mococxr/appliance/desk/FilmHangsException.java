package org.mococxr.appliance.desk;

import java.time.Duration;

/** A film did not come to an end in its time. */
final class FilmHangsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FilmHangsException(Duration lease) {
        super("it was not done after %d seconds and its worker was given up".formatted(lease.toSeconds()));
    }
}
