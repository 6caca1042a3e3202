package org.mococxr.inbox;

import java.util.function.Function;
import org.mococxr.dicom.net.StoreStatus;
import org.mococxr.observation.Observation;

/** Whether the inbox took an object. */
public sealed interface Acceptance {
    /** The object is durable and recorded. */
    record Stored(StoredObject object, Arrival arrival) implements Acceptance {}

    /**
     * The object is not the inbox's responsibility.
     *
     * @param status its comment says why and is fit for the sender's eyes
     * @param found the same, for people of any language
     */
    record Refused(StoreStatus status, Observation found) implements Acceptance {}

    default <T> T fold(Function<Stored, T> stored, Function<Refused, T> refused) {
        return this instanceof Stored it ? stored.apply(it) : refused.apply((Refused) this);
    }

    default StoreStatus status() {
        return fold(stored -> StoreStatus.SUCCESS, Refused::status);
    }
}
