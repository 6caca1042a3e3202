package org.mococxr.appliance.modelstore;

import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** An act on a model was not done, and everything is as it was. */
public final class ModelRefusedException extends SpokenException {
    private static final long serialVersionUID = 1L;

    ModelRefusedException(Sentence why) {
        super(why);
    }

    ModelRefusedException(Sentence why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
