package org.mococxr.gate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mococxr.film.Film;
import org.mococxr.film.FilmHeader;
import org.mococxr.observation.Observation;

/** What became of a film at the gate. */
public sealed interface Admission {
    /** May be scored. {@code remarks} are what a reader should know. */
    record Admitted(Film film, List<Observation> remarks) implements Admission {
        public Admitted {
            remarks = List.copyOf(remarks);
        }
    }

    /** Gets no score. The header is absent when not even that could be read. */
    record Refused(Refusal refusal, Optional<FilmHeader> header) implements Admission {}

    /** One of two answers, whichever it is. */
    default <T> T fold(Function<Admitted, T> admitted, Function<Refused, T> refused) {
        return this instanceof Admitted yes ? admitted.apply(yes) : refused.apply((Refused) this);
    }
}
