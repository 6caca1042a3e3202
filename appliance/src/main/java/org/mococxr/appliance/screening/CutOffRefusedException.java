package org.mococxr.appliance.screening;

import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** A choice of operating points does not fit the model; nothing was changed. */
public final class CutOffRefusedException extends SpokenException {
    private static final long serialVersionUID = 1L;

    CutOffRefusedException(Sentence why) {
        super(why);
    }
}
