package org.mococxr.appliance.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A film that one worker may work on until the lease ends.
 *
 * @param attempt 1 for the first
 * @param sopInstanceUid of a DICOM object
 */
public record Claim(
        long filmId,
        String ref,
        String objectDigest,
        Optional<String> sopInstanceUid,
        ReceivedFilm.Source source,
        int attempt,
        Instant leaseUntil) {}
