package org.mococxr.appliance.journal;

/**
 * What the journal made of an arrival.
 *
 * @param ref the film's opaque reference
 */
public record Receipt(String ref, Kind kind) {
    /** Whether the film makes work. */
    public enum Kind {
        /** Seen for the first time. */
        NEW,
        /** The same bytes were received before; no second job, but another attempt if they had failed. */
        DUPLICATE,
        /** Other bytes under the SOP Instance UID of an earlier film: kept, assessed and shown as a conflict. */
        CONFLICT,
        /** A report of this box, or of one like it, that came back; nothing of it is kept. */
        OWN_REPORT
    }
}
