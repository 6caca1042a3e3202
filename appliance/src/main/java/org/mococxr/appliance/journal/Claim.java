package org.mococxr.appliance.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A film that one worker may work on until the lease ends.
 *
 * @param number counts every attempt, and never the same twice: a worker whose number is over cannot touch the film any more
 * @param attempt those that count against the film: 1 for the first since it came, or since it was put back after it failed
 * @param sopInstanceUid of a DICOM object
 */
public record Claim(
        long filmId,
        String ref,
        String objectDigest,
        Optional<String> sopInstanceUid,
        ReceivedFilm.Source source,
        int number,
        int attempt,
        Instant leaseUntil) {}
