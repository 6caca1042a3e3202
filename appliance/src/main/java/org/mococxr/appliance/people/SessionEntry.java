package org.mococxr.appliance.people;

import java.time.Instant;

/** An open session, without its secret. */
public record SessionEntry(long id, String person, Instant beganAt, Instant seenAt, String address, String browser) {}
