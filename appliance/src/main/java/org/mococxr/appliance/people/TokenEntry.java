package org.mococxr.appliance.people;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A program's access, without its secret. */
public record TokenEntry(
        long id,
        String name,
        Set<Right> rights,
        String madeBy,
        Instant madeAt,
        Instant expiresAt,
        Optional<Instant> usedAt) {
    public TokenEntry {
        rights = Set.copyOf(rights);
    }
}
