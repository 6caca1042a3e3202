package org.mococxr.appliance.journal;

/** How many of each the journal knows. */
public record Tally(
        long films, long open, long scored, long refused, long failed, long reportsWaiting, long reportsDead) {}
