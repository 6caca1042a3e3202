package org.mococxr.appliance.screening;

import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** The box has no model that it may use, so it does not start; the sentence says what was found and what to do. */
public final class ModelNotUsableException extends SpokenException {
    private static final long serialVersionUID = 1L;

    ModelNotUsableException(Sentence why) {
        super(why);
    }

    ModelNotUsableException(Sentence why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
