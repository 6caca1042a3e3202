package org.mococxr.appliance.desk;

import java.time.Duration;
import java.util.List;

/**
 * How films are worked through.
 *
 * @param workers films at the same time
 * @param lease how long one film may take before its worker is given up
 * @param mostAttempts tries before a film counts as failed
 * @param firstRetry wait after the first failed try; it doubles with each
 * @param peers who gets reports, as {@code AET@HOST:PORT}
 */
public record DeskSettings(int workers, Duration lease, int mostAttempts, Duration firstRetry, List<String> peers) {
    public DeskSettings {
        peers = List.copyOf(peers);
        if (workers < 1 || workers > 64 || mostAttempts < 1) {
            throw new IllegalArgumentException(
                    "a desk has 1 to 64 workers and at least one attempt per film, was %d and %d"
                            .formatted(workers, mostAttempts));
        }
    }

    public static DeskSettings standard(int workers, List<String> peers) {
        return new DeskSettings(workers, Duration.ofMinutes(2), 3, Duration.ofSeconds(5), peers);
    }

    Duration retryAfter(int failedAttempts) {
        return firstRetry.multipliedBy(1L << Math.min(failedAttempts - 1, 16));
    }
}
