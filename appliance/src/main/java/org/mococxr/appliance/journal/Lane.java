package org.mococxr.appliance.journal;

/** Whose films come first. */
public enum Lane {
    /** Somebody stands before the box and waits. */
    PERSON,
    /** A modality sent it. */
    MODALITY,
    /** One of very many; whenever nothing else waits. */
    BULK;

    /** In the journal; the lowest comes first. */
    int number() {
        return ordinal();
    }
}
