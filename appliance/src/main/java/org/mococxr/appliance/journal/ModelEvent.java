package org.mococxr.appliance.journal;

import java.time.Instant;

/**
 * Something that happened to a model on this box.
 *
 * @param digest of the package
 * @param kind such as {@code activated}
 */
public record ModelEvent(Instant at, String digest, String kind, String words) {}
