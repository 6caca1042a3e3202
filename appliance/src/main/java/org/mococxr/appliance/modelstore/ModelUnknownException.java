package org.mococxr.appliance.modelstore;

import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** No installed model has this name. */
public final class ModelUnknownException extends SpokenException {
    private static final long serialVersionUID = 1L;

    ModelUnknownException(Sentence why) {
        super(why);
    }
}
