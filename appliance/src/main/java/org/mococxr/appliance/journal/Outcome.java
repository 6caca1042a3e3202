package org.mococxr.appliance.journal;

import java.time.Instant;
import org.mococxr.appliance.screening.Conclusion;

/** A film's one conclusion and when it was written down. */
public record Outcome(Instant at, Conclusion conclusion) {}
