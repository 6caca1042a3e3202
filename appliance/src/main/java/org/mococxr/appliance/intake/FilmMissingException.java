package org.mococxr.appliance.intake;

import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** A film that the journal knows is not on the disk any more: somebody removed it, or the disk lost it. */
public final class FilmMissingException extends SpokenException {
    private static final long serialVersionUID = 1L;

    FilmMissingException() {
        super(Sentence.of("failure.bytes_gone"));
    }
}
