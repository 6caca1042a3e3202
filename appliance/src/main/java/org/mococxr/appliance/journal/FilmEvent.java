package org.mococxr.appliance.journal;

import java.time.Instant;
import org.mococxr.appliance.language.Sentence;

/** Something that happened to a film, in words without identifiers of patients. */
public record FilmEvent(Instant at, String kind, Sentence words) {}
