package org.mococxr.appliance.journal;

/**
 * How many of each the journal knows.
 *
 * @param reportsStuck of those that wait, how many failed several times in a row
 */
public record Tally(
        long films,
        long open,
        long scored,
        long refused,
        long failed,
        long reportsWaiting,
        long reportsStuck,
        long reportsDead) {}
