package org.mococxr.appliance.journal;

import java.time.Instant;

/** Something that happened to a film, in words without identifiers. */
public record FilmEvent(Instant at, String kind, String words) {}
