package org.mococxr.appliance.people;

import java.time.Instant;
import org.mococxr.appliance.language.Sentence;

/**
 * One line of the audit.
 *
 * @param who a user name, or in brackets what else acted, such as {@code (command line)}
 * @param about whom or what, never a patient: a user name, a film's opaque reference, a peer
 */
public record AuditEntry(long number, Instant at, String who, Act act, String about, Sentence words) {}
