package org.mococxr.dicom.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where one connection stands in time. Written by the connection's own thread, judged by the {@link Watchdog}'s; the two share
 * the phase (volatile, immutable) and the byte counter (atomic), everything else belongs to the watchdog.
 */
final class Progress {
    enum Phase {
        NEGOTIATING("agreeing on an association"),
        WAITING("waiting for the next message"),
        TRANSFERRING("transferring a message"),
        HANDLING("handling a message"),
        REPLYING("sending an answer"),
        AWAITING_REPLY("waiting for an answer"),
        CLOSING("closing");

        private final String words;

        Phase(String words) {
            this.words = words;
        }
    }

    private record Stage(Phase phase, long sinceNanos, long bytesBefore) {}

    private final AtomicLong bytes = new AtomicLong();
    private volatile Stage stage = new Stage(Phase.NEGOTIATING, System.nanoTime(), 0);
    private final long beganNanos = stage.sinceNanos();

    private Stage windowStage = stage;
    private long windowSinceNanos = stage.sinceNanos();
    private long windowBytesBefore;

    void enter(Phase phase) {
        if (stage.phase() != phase) {
            stage = new Stage(phase, System.nanoTime(), bytes.get());
        }
    }

    Phase phase() {
        return stage.phase();
    }

    String describe() {
        return stage.phase().words;
    }

    void moved(int count) {
        bytes.addAndGet(count);
    }

    /** For the watchdog's thread only: why this connection has to be cut now, if it has. */
    Optional<String> overdue(AssociationLimits limits, long nowNanos) {
        var now = stage;
        return switch (now.phase()) {
            case NEGOTIATING, CLOSING -> longerThan(limits.artim(), now, nowNanos);
            case WAITING -> longerThan(limits.idle(), now, nowNanos).or(() -> tooOld(limits, nowNanos));
            case REPLYING -> longerThan(limits.idle(), now, nowNanos);
            case AWAITING_REPLY -> longerThan(limits.reply(), now, nowNanos);
            case TRANSFERRING -> longerThan(limits.message(), now, nowNanos).or(() -> tooSlow(limits, now, nowNanos));
            case HANDLING -> Optional.empty(); // our own work: disk and journal take what they take
        };
    }

    private static Optional<String> longerThan(Duration limit, Stage stage, long nowNanos) {
        return nowNanos - stage.sinceNanos() > limit.toNanos()
                ? Optional.of("more than " + limit.toMillis() + " ms " + stage.phase().words)
                : Optional.empty();
    }

    /** Asked between messages only: one that is under way has limits of its own. */
    private Optional<String> tooOld(AssociationLimits limits, long nowNanos) {
        return nowNanos - beganNanos > limits.association().toNanos()
                ? Optional.of(
                        "the association is older than " + limits.association().toMillis() + " ms")
                : Optional.empty();
    }

    private Optional<String> tooSlow(AssociationLimits limits, Stage now, long nowNanos) {
        if (windowStage != now) {
            windowStage = now;
            windowSinceNanos = now.sinceNanos();
            windowBytesBefore = now.bytesBefore();
        }
        var spanNanos = nowNanos - windowSinceNanos;
        if (spanNanos < limits.rateWindow().toNanos()) {
            return Optional.empty();
        }
        var moved = bytes.get() - windowBytesBefore;
        var bytesPerSecond = moved / (spanNanos / 1e9);
        if (bytesPerSecond < limits.minBytesPerSecond()) {
            return Optional.of(String.format(
                    "%.0f bytes/s while %s, at least %d needed",
                    bytesPerSecond, now.phase().words, limits.minBytesPerSecond()));
        }
        windowSinceNanos = nowNanos;
        windowBytesBefore += moved;
        return Optional.empty();
    }
}
