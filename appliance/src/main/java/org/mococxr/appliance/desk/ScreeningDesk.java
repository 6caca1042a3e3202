package org.mococxr.appliance.desk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.journal.Claim;
import org.mococxr.appliance.journal.Doorbell;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.PlannedDelivery;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Screened;

/**
 * Takes waiting films one after another, has them screened and writes down the end of each. The queue is the journal, so a
 * restart loses nothing; a film that makes the box stumble is tried a few times and then shown as failed.
 *
 * <p>A worker that does not come back from a film within the film's lease is given up: the attempt counts as failed and a new
 * worker takes its place, so that a film which hangs holds up nobody. Should the old one come back after all, the journal
 * knows that the film is not its own any more.
 */
public final class ScreeningDesk implements AutoCloseable {
    /** How often the desk looks for films whose retry is due; new films ring the bell. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Duration TO_FINISH = Duration.ofSeconds(20);

    /** Between the end of a film's time and the moment when the journal gives it to the next who asks. */
    private static final Duration TO_GIVE_UP = Duration.ofSeconds(30);

    /** Each keeps its film in memory for as long as it hangs. */
    private static final int MOST_GIVEN_UP = 6;

    private final Journal journal;
    private final Function<Claim, Screened> screening;
    private final DeskSettings settings;
    private final Clock clock;
    private final DeskEvents events = new DeskEvents();
    private final BooleanSupplier mayWork;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Worker> givenUp = new ArrayList<>();
    private final Thread watch = new Thread(this::watch, "screening-watch");
    private volatile boolean closing;
    private Instant lastLook = Instant.MIN;

    /**
     * @param screening reads and screens one film; an exception is a failed attempt
     * @param mayWork false while no film may be screened; they wait
     */
    public ScreeningDesk(
            Journal journal,
            Function<Claim, Screened> screening,
            BooleanSupplier mayWork,
            DeskSettings settings,
            Clock clock) {
        this.mayWork = mayWork;
        this.journal = journal;
        this.screening = screening;
        this.settings = settings;
        this.clock = clock;
    }

    /** Opens the desk; {@link #close} ends it. */
    public synchronized void start() {
        for (var i = 0; i < settings.workers(); i++) {
            hire();
        }
        watch.setDaemon(true);
        watch.start();
    }

    private void hire() {
        var worker = new Worker();
        workers.add(worker);
        worker.thread.start();
    }

    /** There is a new film. */
    public synchronized void ring() {
        workers.forEach(worker -> worker.bell.ring());
    }

    /**
     * Works on one film, if one is due.
     *
     * @return whether there was one
     */
    public boolean workOnOne() {
        var claim = claim();
        claim.ifPresent(found -> work(found, () -> false));
        return claim.isPresent();
    }

    private Optional<Claim> claim() {
        return mayWork.getAsBoolean() ? journal.claim(lease()) : Optional.empty();
    }

    private Duration lease() {
        return settings.lease().plus(TO_GIVE_UP);
    }

    /** Workers that hang in a film and were given up. */
    public synchronized int hanging() {
        givenUp.removeIf(worker -> !worker.thread.isAlive());
        return givenUp.size();
    }

    /** Gives up every worker whose film's lease is over, and hires another in its place. */
    public synchronized void replaceHanging() {
        var now = clock.instant();
        if (now.isBefore(lastLook)) { // the clock was set back; by it, no film would ever hang
            workers.forEach(worker -> worker.until = now.plus(settings.lease()));
        }
        lastLook = now;
        for (var worker : List.copyOf(workers)) {
            var claim = worker.claim;
            if (claim != null && !now.isBefore(worker.until) && hanging() < MOST_GIVEN_UP) {
                giveUp(worker, claim);
            }
        }
    }

    private void giveUp(Worker worker, Claim claim) {
        events.workerGivenUp(claim);
        workers.remove(worker);
        givenUp.add(worker);
        worker.isGivenUp = true;
        worker.thread.interrupt();
        try {
            stumbled(claim, new FilmHangsException(settings.lease()));
        } finally {
            if (hanging() < MOST_GIVEN_UP) {
                hire();
            } else {
                events.noWorkerLeft(MOST_GIVEN_UP);
            }
        }
    }

    private void watch() {
        try {
            while (!closing) {
                Thread.sleep(LOOK.toMillis());
                try {
                    replaceHanging();
                } catch (RuntimeException e) {
                    events.journalUnavailable(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @param goesOn whether the worker takes another film
     * @return which
     */
    private Optional<Claim> work(Claim claim, BooleanSupplier goesOn) {
        if (claim.attempt() > settings.mostAttempts()) {
            return conclude(claim, failed(Sentence.of("failure.stopped", claim.attempt() - 1)), goesOn);
        }
        Screened screened;
        try {
            screened = screening.apply(claim);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) { // a hostile film must not end the desk
            stumbled(claim, e);
            return goesOn.getAsBoolean() ? claim() : Optional.empty();
        }
        return conclude(claim, screened, goesOn);
    }

    private void stumbled(Claim claim, Throwable cause) {
        var again = settings.retryAfter(claim.attempt());
        events.attemptFailed(claim, cause, again);
        if (claim.attempt() >= settings.mostAttempts()) {
            conclude(claim, failed(Sentence.of("failure.attempts", claim.attempt(), Sentence.of(cause))), () -> false);
        } else {
            journal.retryLater(
                    claim, Sentence.of(cause).english(), clock.instant().plus(again));
        }
    }

    private static Screened failed(Sentence reason) {
        return new Screened(Optional.empty(), new Conclusion.Failed(reason, Duration.ZERO));
    }

    private Optional<Claim> conclude(Claim claim, Screened screened, BooleanSupplier goesOn) {
        var concluded = journal.conclude(
                claim,
                screened,
                deliveries(claim, screened.conclusion()),
                goesOn.getAsBoolean() && mayWork.getAsBoolean() ? Optional.of(lease()) : Optional.empty());
        if (concluded.written()) {
            events.concluded(claim, screened.conclusion());
        } else {
            events.leaseLost(claim);
        }
        return concluded.next();
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
        watch.interrupt();
        ring();
        var until = System.nanoTime() + TO_FINISH.toNanos();
        var left = current();
        try {
            for (var worker : left) {
                worker.thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        left.forEach(worker -> worker.thread.interrupt());
    }

    private synchronized List<Worker> current() {
        return List.copyOf(workers);
    }

    private final class Worker {
        private final Doorbell bell = new Doorbell();
        private final Thread thread = new Thread(this::run, "screening");
        private volatile @Nullable Claim claim;
        private volatile Instant until = Instant.MAX;
        private volatile boolean isGivenUp;

        Worker() {
            thread.setDaemon(true);
        }

        private void run() {
            try {
                var next = Optional.<Claim>empty();
                while (goesOn() || next.isPresent()) { // what was taken is worked on
                    next = workedOn(next);
                    if (next.isEmpty()) {
                        bell.await(LOOK);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean goesOn() {
            return !closing && !isGivenUp;
        }

        /**
         * @param taken a film that this worker has taken, or none: then it takes one that is due
         * @return the film it took after that; none if none is due
         */
        private Optional<Claim> workedOn(Optional<Claim> taken) {
            try {
                var mine = taken.or(ScreeningDesk.this::claim);
                if (mine.isEmpty()) {
                    return mine;
                }
                until = mine.get().leaseUntil().minus(TO_GIVE_UP);
                claim = mine.get();
                return work(mine.get(), this::goesOn);
            } catch (RuntimeException e) {
                if (goesOn()) {
                    events.journalUnavailable(e);
                }
                return Optional.empty();
            } finally {
                claim = null;
            }
        }
    }
}
