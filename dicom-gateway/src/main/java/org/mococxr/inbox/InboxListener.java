package org.mococxr.inbox;

import org.mococxr.dicom.net.StoreStatus;

/** Told of every object that is durable, before its sender is. Called from several threads, never twice at once for one digest. */
public interface InboxListener {
    /**
     * Records the object durably (commits its journal row).
     *
     * <p>After a crash between storing and recording, a re-sent object arrives with {@link StoredObject#alreadyThere} true and no
     * record: the records decide, not the file.
     *
     * @return what the object is to the records, and whether it is kept
     * @throws RuntimeException if it could not be recorded; the sender then hears failure, the file stays for {@link
     *     Inbox#reconcile}
     */
    Arrival onDurable(StoredObject object);

    /** An object was refused before it was stored; nothing of it is kept. */
    default void onRefused(Source source, StoreStatus status) {}
}
