package org.mococxr.appliance.intake;

import java.util.function.LongSupplier;

/**
 * Whether too many films wait. Counting them takes longer the more wait, so it is done only when those counted and those let in
 * since could be too many together. Safe for use by many threads.
 */
final class Backlog {
    private final LongSupplier waitingFilms;
    private final long mostWaiting;
    private long counted;
    private long letInSince;

    /** @param waitingFilms counts them */
    Backlog(LongSupplier waitingFilms, long mostWaiting) {
        this.waitingFilms = waitingFilms;
        this.mostWaiting = mostWaiting;
        this.counted = waitingFilms.getAsLong();
    }

    /** Lets one more film in unless it answers true. */
    synchronized boolean isFull() {
        if (counted + letInSince >= mostWaiting) {
            counted = waitingFilms.getAsLong();
            letInSince = 0;
        }
        if (counted >= mostWaiting) {
            return true;
        }
        letInSince++;
        return false;
    }
}
