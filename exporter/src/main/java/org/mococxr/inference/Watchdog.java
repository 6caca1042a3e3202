package org.mococxr.inference;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends runs that take too long. Safe for use by many threads. */
final class Watchdog implements AutoCloseable {
    private final Duration longestRun;
    private final ScheduledThreadPoolExecutor clock;

    Watchdog(Duration longestRun) {
        this.longestRun = longestRun;
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "inference-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true); // thousands of films an hour, none of which takes a minute
    }

    /** To be closed when the run is over, however it went. */
    Leash watch() throws OrtException {
        return new Leash();
    }

    InferenceFailedException tookTooLong(OrtException cause) {
        return new InferenceFailedException(
                "a run was ended by force because it took longer than " + longestRun.toMillis() + " ms", cause);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** One run. The runtime looks at the sign to stop between two nodes of the graph. */
    final class Leash implements AutoCloseable {
        private final OrtSession.RunOptions options = new OrtSession.RunOptions();
        private final Future<?> pull;
        private boolean isOver;
        private boolean pulled;

        private Leash() throws OrtException {
            this.pull = clock.schedule(this::pull, longestRun.toNanos(), TimeUnit.NANOSECONDS);
        }

        OrtSession.RunOptions options() {
            return options;
        }

        private synchronized Object pull() throws OrtException {
            if (!isOver) { // the options are native memory that is freed when the run is over
                pulled = true;
                options.setTerminate(true);
            }
            return pulled;
        }

        synchronized boolean hasEndedTheRun() {
            return pulled;
        }

        @Override
        public synchronized void close() {
            isOver = true;
            pull.cancel(false);
            options.close();
        }
    }
}
