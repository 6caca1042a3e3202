package org.mococxr.appliance.journal;

import java.time.Instant;

/**
 * What a person who read a film says about the box's result on one finding.
 *
 * @param reader user name
 * @param reason a code, such as {@code not_there}; empty if none was given
 * @param note in the reader's words
 */
public record Reading(long id, Instant at, String reader, String finding, boolean agrees, String reason, String note) {}
