package org.mococxr.appliance.desk;

import java.time.Duration;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** A film did not come to an end in its time. */
final class FilmHangsException extends SpokenException {
    private static final long serialVersionUID = 1L;

    FilmHangsException(Duration lease) {
        super(Sentence.of("failure.hangs", lease.toSeconds()));
    }
}
