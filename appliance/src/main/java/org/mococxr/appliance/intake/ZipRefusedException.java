package org.mococxr.appliance.intake;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.language.Sentence;

/** A zip is damaged or holds more than is taken. What came out of it before was good. */
public final class ZipRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Sentence why;

    ZipRefusedException(Sentence why) {
        this(why, null);
    }

    ZipRefusedException(Sentence why, @Nullable Throwable cause) {
        super(why.english(), cause);
        this.why = why;
    }

    Sentence sentence() {
        return why;
    }
}
