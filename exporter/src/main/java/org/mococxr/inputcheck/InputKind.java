package org.mococxr.inputcheck;

/** What a picture shows, as far as its pixels tell; in the order of the head's outputs. */
public enum InputKind {
    FRONTAL("frontal chest film"),
    LATERAL("side view"),
    INVERTED("inverted film"),
    ROTATED("turned film"),
    NOT_CHEST("no chest film");

    private final String words;

    InputKind(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
