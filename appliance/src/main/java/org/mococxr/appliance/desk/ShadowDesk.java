package org.mococxr.appliance.desk;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mococxr.appliance.journal.Doorbell;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.ModelRecord;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Screened;

/**
 * Lets a model that is tried out see the films that the model in use scored, one at a time and only while no film waits: the
 * lowest lane of all. What it says is stored and compared, and is nobody's result.
 */
public final class ShadowDesk implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration TO_FINISH = Duration.ofSeconds(10);

    private final Journal journal;
    private final Function<String, Path> films;
    private final Supplier<Optional<Trial>> trial;
    private final DeskEvents events = new DeskEvents();
    private final Doorbell bell = new Doorbell();
    private final Thread thread = new Thread(this::run, "shadow");
    private volatile boolean closing;

    /**
     * The model that is tried out.
     *
     * @param since films that came before are left alone
     * @param screening by that model
     */
    public record Trial(String digest, Instant since, Function<Path, Screened> screening) {}

    /** @param films finds a film's file by its digest */
    public ShadowDesk(Journal journal, Function<String, Path> films, Supplier<Optional<Trial>> trial) {
        this.journal = journal;
        this.films = films;
        this.trial = trial;
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    public void start() {
        thread.start();
    }

    /**
     * Shows one film to the model that is tried out.
     *
     * @return whether there was one, and time for it
     */
    public boolean workOnOne() {
        var running = trial.get();
        if (running.isEmpty() || journal.worklist().openFilms() > 0) {
            return false;
        }
        var film = journal.models()
                .nextForShadow(running.get().digest(), running.get().since());
        film.ifPresent(found -> work(found, running.get()));
        return film.isPresent();
    }

    private void work(ModelRecord.ShadowFilm film, Trial running) {
        journal.models().shadowConcluded(film, running.digest(), screen(film, running));
    }

    private Conclusion screen(ModelRecord.ShadowFilm film, Trial running) {
        var began = System.nanoTime();
        try {
            return running.screening().apply(films.apply(film.objectDigest())).conclusion();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) { // it must not end the desk
            events.shadowFailed(film.ref(), e);
            return new Conclusion.Failed(Sentence.of(e), Duration.ofNanos(System.nanoTime() - began));
        }
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

    @Override
    public void close() {
        closing = true;
        bell.ring();
        try {
            thread.join(TO_FINISH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
