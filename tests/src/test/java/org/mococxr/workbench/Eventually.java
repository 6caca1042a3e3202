package org.mococxr.workbench;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does, and says what did not come. */
public final class Eventually {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private Eventually() {}

    public static void holds(String what, BooleanSupplier condition) {
        comes(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Looks again and again until there is something, two minutes at most. */
    public static <T> T comes(String what, Supplier<Optional<T>> look) {
        var deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        var found = look.get();
        while (found.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("after " + LONGEST_WAIT.toSeconds() + " s still not so: " + what);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            found = look.get();
        }
        return found.get();
    }
}
