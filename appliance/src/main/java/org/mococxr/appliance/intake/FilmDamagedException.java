package org.mococxr.appliance.intake;

import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** The bytes of a film on the disk are not those that were received. */
public final class FilmDamagedException extends SpokenException {
    private static final long serialVersionUID = 1L;

    FilmDamagedException() {
        super(Sentence.of("failure.bytes_damaged"));
    }
}
