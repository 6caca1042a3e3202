package org.mococxr.appliance.desk;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mococxr.appliance.journal.Claim;
import org.mococxr.appliance.journal.Doorbell;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.PlannedDelivery;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Screened;

/**
 * Takes waiting films one after another, has them screened and writes down the end of each. The queue is the journal, so a
 * restart loses nothing; a film that makes the box stumble is tried a few times and then shown as failed.
 */
public final class ScreeningDesk implements AutoCloseable {
    /** How often the desk looks for films whose retry is due; new films ring the bell. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Duration TO_FINISH = Duration.ofSeconds(20);

    private final Journal journal;
    private final Function<Claim, Screened> screening;
    private final DeskSettings settings;
    private final Clock clock;
    private final DeskEvents events = new DeskEvents();
    private final List<Worker> workers = new ArrayList<>();
    private volatile boolean closing;

    /** @param screening reads and screens one film; an exception is a failed attempt */
    public ScreeningDesk(Journal journal, Function<Claim, Screened> screening, DeskSettings settings, Clock clock) {
        this.journal = journal;
        this.screening = screening;
        this.settings = settings;
        this.clock = clock;
    }

    /** Opens the desk; {@link #close} ends it. */
    public void start() {
        for (var i = 0; i < settings.workers(); i++) {
            var worker = new Worker(i + 1);
            workers.add(worker);
            worker.thread.start();
        }
    }

    /** There is a new film. */
    public void ring() {
        workers.forEach(worker -> worker.bell.ring());
    }

    /**
     * Works on one film, if one is due.
     *
     * @return whether there was one
     */
    public boolean workOnOne() {
        var claim = journal.claim(settings.lease());
        claim.ifPresent(this::work);
        return claim.isPresent();
    }

    private void work(Claim claim) {
        if (claim.attempt() > settings.mostAttempts()) {
            conclude(claim, failed("the box stopped %d times while working on it".formatted(claim.attempt() - 1)));
            return;
        }
        Screened screened;
        try {
            screened = screening.apply(claim);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) { // a hostile film must not end the desk
            stumbled(claim, e);
            return;
        }
        conclude(claim, screened);
    }

    private void stumbled(Claim claim, Throwable cause) {
        var again = settings.retryAfter(claim.attempt());
        events.attemptFailed(claim, cause, again);
        if (claim.attempt() >= settings.mostAttempts()) {
            conclude(claim, failed("%d attempts failed; the last: %s".formatted(claim.attempt(), reason(cause))));
        } else {
            journal.retryLater(claim, reason(cause), clock.instant().plus(again));
        }
    }

    private static String reason(Throwable cause) {
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static Screened failed(String reason) {
        return new Screened(Optional.empty(), new Conclusion.Failed(reason, Duration.ZERO));
    }

    private void conclude(Claim claim, Screened screened) {
        if (journal.conclude(claim, screened, deliveries(claim, screened.conclusion()))) {
            events.concluded(claim, screened.conclusion());
        } else {
            events.leaseLost(claim);
        }
    }

    /** Only a film that came as a DICOM object can have a report that belongs to a study. */
    private List<PlannedDelivery> deliveries(Claim claim, Conclusion conclusion) {
        var isScored = conclusion.fold(scored -> true, refused -> false, failed -> false);
        if (!isScored || claim.sopInstanceUid().isEmpty()) {
            return List.of();
        }
        return settings.peers().stream()
                .flatMap(peer -> List.of(new PlannedDelivery(peer, "sr"), new PlannedDelivery(peer, "sc")).stream())
                .toList();
    }

    /** Lets films that are being worked on finish; what does not is taken up again at the next start. */
    @Override
    public void close() {
        closing = true;
        ring();
        var until = System.nanoTime() + TO_FINISH.toNanos();
        try {
            for (var worker : workers) {
                worker.thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.forEach(worker -> worker.thread.interrupt());
    }

    private final class Worker {
        private final Doorbell bell = new Doorbell();
        private final Thread thread;

        Worker(int number) {
            this.thread = new Thread(this::run, "screening-" + number);
            thread.setDaemon(true);
        }

        private void run() {
            try {
                while (!closing) {
                    if (!workedOnOne()) {
                        bell.await(LOOK);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean workedOnOne() {
            try {
                return workOnOne();
            } catch (RuntimeException e) {
                if (!closing) {
                    events.journalUnavailable(e);
                }
                return false;
            }
        }
    }
}
