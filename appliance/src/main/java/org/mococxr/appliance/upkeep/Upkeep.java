package org.mococxr.appliance.upkeep;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chores that return at intervals, one at a time on one thread. A chore that fails is logged and comes again; the others do
 * not notice.
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.upkeep");
    private static final long TO_FINISH_SECONDS = 10;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        var made = new Thread(task, "upkeep");
        made.setDaemon(true);
        return made;
    });

    /** @param pause between two times, and before the first */
    public void every(Duration pause, String name, Runnable chore) {
        thread.scheduleWithFixedDelay(
                () -> run(name, chore), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run(String name, Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            if (!thread.isShutdown()) {
                LOG.error("Upkeep: {} did not succeed and is tried again at its next time", name, e);
            }
        }
    }

    /** A chore under way may finish. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(TO_FINISH_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
