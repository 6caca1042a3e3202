package org.mococxr.run;

import java.util.function.Supplier;

/** How fast films go by, and how much of the time is spent waiting for them. */
public final class Pace {
    private final long started = System.nanoTime();
    private long waited;
    private long films;

    /** Fetches something and counts the time as waiting. */
    public <T> T waiting(Supplier<T> fetch) {
        var from = System.nanoTime();
        var fetched = fetch.get();
        waited += System.nanoTime() - from;
        return fetched;
    }

    public void count(int more) {
        films += more;
    }

    public double filmsPerSecond() {
        return films * 1e9 / Math.max(1, System.nanoTime() - started);
    }

    /** What the rest of the step would manage if films were always ready. */
    public double filmsPerSecondWithoutWaiting() {
        return films * 1e9 / Math.max(1, System.nanoTime() - started - waited);
    }

    public double waitingFraction() {
        return (double) waited / Math.max(1, System.nanoTime() - started);
    }
}
