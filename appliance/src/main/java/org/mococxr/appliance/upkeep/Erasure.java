package org.mococxr.appliance.upkeep;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mococxr.appliance.journal.Erasures;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.JournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases films with their bytes because somebody asked for it. What a power cut or a full disk catches in between is done later. */
public final class Erasure {
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.upkeep");

    private final Erasures erasures;
    private final Consumer<String> delete;

    /** @param delete removes a film's bytes, and what is kept in memory of them, by digest, if they are there */
    public Erasure(Erasures erasures, Consumer<String> delete) {
        this.erasures = erasures;
        this.delete = delete;
    }

    /**
     * On return the films are gone from disk and journal.
     *
     * @param expected how many films whoever asked has seen that it would be
     * @param witness is told before anything goes, so that no erasure is without its line in the audit
     * @return why nothing was erased, if so
     */
    public Optional<Erasures.Obstacle> erase(
            FilmEntry film, Erasures.Scope scope, int expected, Consumer<List<Erasures.Begun>> witness) {
        var beginning = erasures.begin(film, scope, expected);
        if (beginning.obstacle().isEmpty()) {
            witness.accept(beginning.films());
            finish();
        }
        return beginning.obstacle();
    }

    /** Finishes what was begun. */
    public synchronized void finish() {
        var begun = erasures.begun();
        begun.forEach(film -> delete.accept(film.objectDigest()));
        if (!begun.isEmpty()) {
            erasures.forget(begun);
            LOG.info("{} films erased because somebody asked for it; the audit says who", begun.size());
        }
        try {
            erasures.tidy();
        } catch (JournalException e) {
            LOG.warn("Traces of erased films may still be in the journal's file; overwriting them is tried again", e);
        }
    }
}
