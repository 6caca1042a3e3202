package org.mococxr.labels;

/** What a label of -1 teaches. */
public enum Uncertain {
    /** Nothing. */
    IGNORE,
    POSITIVE,
    NEGATIVE
}
