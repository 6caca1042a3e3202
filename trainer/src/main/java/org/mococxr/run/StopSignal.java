package org.mococxr.run;

import java.time.Duration;

/**
 * Whether a person or the system asked the run to stop. Thread-safe.
 *
 * <p>While somebody holds the exit (a run that will save), the process waits for them; else it ends at once.
 */
public final class StopSignal {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Object monitor = new Object();
    private int holders;
    private volatile boolean requested;

    /** Keeps the process from ending until closed. */
    public final class Hold implements AutoCloseable {
        private Hold() {}

        @Override
        public void close() {
            synchronized (monitor) {
                holders--;
                monitor.notifyAll();
            }
        }
    }

    /** A signal that Ctrl-C and SIGTERM give. */
    public static StopSignal onTermination() {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::requestAndWait, "stop"));
        return signal;
    }

    void requestAndWait() {
        requested = true;
        var end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (monitor) {
            try {
                while (holders > 0 && System.nanoTime() < end) {
                    monitor.wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public Hold hold() {
        synchronized (monitor) {
            holders++;
        }
        return new Hold();
    }

    public void request() {
        requested = true;
    }

    public boolean requested() {
        return requested;
    }
}
