package org.mococxr.appliance.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failed tries: doubling up to a limit, with chance in it so that boxes that lost the same peer do not
 * all come back in the same second.
 */
public record Backoff(Duration first, Duration longest, RandomGenerator chance) {
    private static final double JITTER = 0.25;

    /** @param failures in a row, at least 1 */
    Duration after(int failures) {
        var doubled = first.toMillis() * Math.pow(2, Math.min(failures - 1, 30));
        var limited = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(Math.round(limited * (1 + JITTER * (2 * chance.nextDouble() - 1))));
    }

    /** No wait is longer. */
    public Duration most() {
        return Duration.ofMillis(Math.round(longest.toMillis() * (1 + JITTER)));
    }

    public static Backoff standard(RandomGenerator chance) {
        return new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10), chance);
    }
}
