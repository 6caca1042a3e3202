package org.mococxr.inbox;

import java.util.List;
import org.mococxr.dicom.net.StoreStatus;

/** Told of every object that is durable, before its sender is. Called from several threads, never twice at once for one digest or SOP Instance
 * UID. */
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

    /** The digests of the objects recorded under this SOP Instance UID, oldest first; a few are enough. */
    default List<String> recordedUnder(String sopInstanceUid) {
        return List.of();
    }

    /**
     * Records that a recorded object came again in another wrapping: the same attributes and pixels in other bytes, of which nothing is
     * kept.
     *
     * @param digest of the recorded object
     * @return false if it is not recorded any more; what came is then an object of its own
     */
    default boolean onSentAgain(String digest, Source source) {
        return false;
    }

    /** An object was refused before it was stored; nothing of it is kept. */
    default void onRefused(Source source, StoreStatus status) {}
}
