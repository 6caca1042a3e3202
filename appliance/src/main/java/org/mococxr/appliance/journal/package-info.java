/**
 * Remembers every film, every attempt, every outcome and every delivery, through power cuts.
 *
 * <p>One SQLite file, write-ahead log, {@code synchronous=FULL}: what a method has returned from is on the disk. One
 * connection writes, a few read. What happened is evidence and cannot be changed or deleted, which triggers in the schema
 * enforce; only {@code work} and {@code delivery} move.
 */
@NullMarked
package org.mococxr.appliance.journal;

import org.jspecify.annotations.NullMarked;
