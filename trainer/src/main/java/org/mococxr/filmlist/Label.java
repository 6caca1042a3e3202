package org.mococxr.filmlist;

import java.util.Arrays;
import java.util.Optional;

/** What is known about one finding on one film. */
public enum Label {
    POSITIVE("1"),
    NEGATIVE("0"),
    /** A report that hedges. */
    UNCERTAIN("-1"),
    UNKNOWN("");

    private final String text;

    Label(String text) {
        this.text = text;
    }

    /** As written in a film list. */
    public String text() {
        return text;
    }

    static Optional<Label> of(String text) {
        return Arrays.stream(values()).filter(label -> label.text.equals(text)).findFirst();
    }
}
