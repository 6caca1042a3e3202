package org.mococxr.appliance.journal;

import java.time.Instant;
import org.mococxr.appliance.language.Sentence;

/**
 * One report on its way to one peer.
 *
 * @param kind {@code sr} or {@code sc}
 * @param notBefore when the next try is due
 * @param words how the last try ended
 */
public record DeliveryEntry(
        long deliveryId,
        long filmId,
        String peer,
        String kind,
        State state,
        int attempts,
        Instant notBefore,
        Instant changedAt,
        Sentence words) {

    /** Where a report stands. */
    public enum State {
        /** Will be tried, again and again. */
        WAITING,
        /** The peer answered success. */
        DELIVERED,
        /** The peer refused it for good; a person has to act. */
        DEAD
    }
}
