package org.mococxr.appliance.upkeep;

import java.time.Duration;
import java.util.Optional;

/**
 * When pixels of films that are done with are deleted. Results, refusals and events are evidence and stay.
 *
 * @param longest how long pixels are kept; empty for ever
 * @param makeRoomBelowBytes with less room on the disk than this the oldest go; zero for never
 */
public record RetentionRules(Optional<Duration> longest, long makeRoomBelowBytes) {
    public RetentionRules {
        if (longest.filter(time -> time.compareTo(Duration.ofDays(1)) < 0).isPresent() || makeRoomBelowBytes < 0) {
            throw new IllegalArgumentException("pixels are kept for at least a day, was " + longest);
        }
    }

    /** Nothing is ever deleted. */
    public static RetentionRules keepEverything() {
        return new RetentionRules(Optional.empty(), 0);
    }
}
