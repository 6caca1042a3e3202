package org.mococxr.dicom.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Cuts connections that break a time limit. Java's blocking sockets have no timeout for writes, and a read timeout is renewed by
 * every byte of a drip, so one thread looks at the {@link Progress} of all of them.
 */
final class Watchdog implements AutoCloseable {
    private static final Duration SLOWEST_LOOK = Duration.ofSeconds(1);
    private static final Duration QUICKEST_LOOK = Duration.ofMillis(10);

    private final AssociationLimits limits;
    private final Set<PduChannel> watched = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clockwork;

    Watchdog(AssociationLimits limits) {
        this.limits = limits;
        this.clockwork = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "dicom-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        var everyNanos = lookEvery(limits).toNanos();
        var unused = clockwork.scheduleAtFixedRate(this::look, everyNanos, everyNanos, TimeUnit.NANOSECONDS);
    }

    void watch(PduChannel channel) {
        watched.add(channel);
    }

    void forget(PduChannel channel) {
        watched.remove(channel);
    }

    private void look() {
        var now = System.nanoTime();
        for (var channel : watched) {
            if (channel.isCut()) {
                channel.closeIfCutLongAgo(now);
            } else {
                channel.progress().overdue(limits, now).ifPresent(channel::cut);
            }
        }
    }

    private static Duration lookEvery(AssociationLimits limits) {
        var quarter = Stream.of(
                        limits.artim(),
                        limits.idle(),
                        limits.reply(),
                        limits.rateWindow(),
                        limits.message(),
                        limits.association())
                .min(Duration::compareTo)
                .orElseThrow()
                .dividedBy(4);
        return quarter.compareTo(SLOWEST_LOOK) > 0
                ? SLOWEST_LOOK
                : quarter.compareTo(QUICKEST_LOOK) < 0 ? QUICKEST_LOOK : quarter;
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
