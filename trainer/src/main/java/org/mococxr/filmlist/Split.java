package org.mococxr.filmlist;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a film serves for. */
public enum Split {
    TRAIN,
    VAL,
    TEST;

    /** As written in a film list: {@code train}, {@code val}, {@code test}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Split> of(String text) {
        return Arrays.stream(values())
                .filter(split -> split.text().equals(text))
                .findFirst();
    }
}
