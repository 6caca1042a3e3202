package org.mococxr.appliance.people;

import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** Something that a person asked for cannot be done. */
public final class NotAllowedException extends SpokenException {
    private static final long serialVersionUID = 1L;

    public NotAllowedException(Sentence why) {
        super(why);
    }
}
