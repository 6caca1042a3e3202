package org.mococxr.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a person or the system asked the run to stop. Thread-safe. */
public final class StopSignal {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CountDownLatch saved = new CountDownLatch(1);
    private volatile boolean requested;

    /** Stops on Ctrl-C and SIGTERM: the process ends only after {@link #done}, or when patience does. */
    public static StopSignal onTermination() {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::requestAndWait, "stop"));
        return signal;
    }

    private void requestAndWait() {
        requested = true;
        try {
            saved.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void request() {
        requested = true;
    }

    public boolean requested() {
        return requested;
    }

    /** Everything is on disk, or nothing is left to save. */
    public void done() {
        saved.countDown();
    }
}
