package org.mococxr.appliance.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What came and what became of it since a moment, without any patient.
 *
 * @param typicalWait from received to concluded: half of the films took no longer
 * @param longWait nine of ten films took no longer
 */
public record DayCounts(
        long received,
        long scored,
        long refused,
        long failed,
        Duration typicalWait,
        Duration longWait,
        List<Positivity> findings,
        List<Device> devices,
        List<Sender> senders) {
    public DayCounts {
        findings = List.copyOf(findings);
        devices = List.copyOf(devices);
        senders = List.copyOf(senders);
    }

    /** How many of the films that were assessed for a finding were suggestive. */
    public record Positivity(String finding, long films, long suggestive) {}

    /** What one X-ray unit sent. */
    public record Device(String name, long films, long refused, long suggestive) {}

    /** Who sent films, and when last. */
    public record Sender(String name, long films, Instant last) {}
}
