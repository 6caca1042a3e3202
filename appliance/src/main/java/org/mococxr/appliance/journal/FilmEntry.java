package org.mococxr.appliance.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;

/**
 * One film as the worklist shows it.
 *
 * @param objectDigest finds its bytes in the inbox
 * @param conflict whether an earlier film with other content carries the same SOP Instance UID
 * @param studyInstanceUid of its study, as the sender wrote it; empty if it belongs to none
 * @param attempts tries so far, since it came or since it was put back after it failed
 */
public record FilmEntry(
        long filmId,
        String ref,
        String objectDigest,
        Instant receivedAt,
        ReceivedFilm.Source source,
        String sender,
        boolean conflict,
        Optional<String> studyInstanceUid,
        Stage stage,
        int attempts,
        Optional<FilmIdentity> identity,
        Optional<Outcome> outcome,
        List<DeliveryEntry> deliveries) {
    public FilmEntry {
        deliveries = List.copyOf(deliveries);
    }

    /** Whether it is drawn, and no patient's. */
    public boolean isTest() {
        return TestFilms.isOne(source, sender);
    }

    /** What was said about it, if it was scored. */
    public Optional<Conclusion.Scored> scored() {
        return outcome.flatMap(known -> known.conclusion()
                .fold(Optional::of, refused -> Optional.<Conclusion.Scored>empty(), failed -> Optional.empty()));
    }

    /** What is being done with a film. */
    public enum Stage {
        WAITING,
        WORKING,
        DONE
    }
}
