package org.mococxr.appliance.modelstore;

import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.language.SpokenException;

/** A package that was installed cannot be used any more; the sentence names its file and what to do. */
public final class PackageDamagedException extends SpokenException {
    private static final long serialVersionUID = 1L;

    PackageDamagedException(Sentence why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
