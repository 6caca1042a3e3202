package org.mococxr.appliance.journal;

import java.time.Instant;
import org.mococxr.appliance.language.Sentence;

/**
 * Something that happened to a model on this box.
 *
 * @param digest of the package
 * @param kind such as {@code activated}
 */
public record ModelEvent(Instant at, String digest, String kind, Sentence words) {}
