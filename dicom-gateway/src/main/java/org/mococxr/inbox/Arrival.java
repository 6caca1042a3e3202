package org.mococxr.inbox;

/** What an object is to the records, decided by whoever keeps them, within the same transaction that records it. */
public enum Arrival {
    /** Neither its digest nor its SOP Instance UID was recorded. */
    NEW,
    /** An object with this digest, or of the same attributes and pixels, is recorded: sent again, nothing to do. */
    DUPLICATE,
    /** Its SOP Instance UID is recorded with another digest: two objects claim to be the same; both are kept. */
    CONFLICT,
    /** Nothing that is to be kept: the sender is rid of it, and its bytes are deleted. */
    NOT_KEPT
}
