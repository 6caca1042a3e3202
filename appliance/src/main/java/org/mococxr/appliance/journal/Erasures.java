package org.mococxr.appliance.journal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.screening.FilmIdentity;

/**
 * Erases films because somebody asked for it, who they are of and what was said about them included. What stays is that there
 * was a film, by its opaque reference. Safe for use by many threads.
 *
 * <p>An erasure is begun, then whoever asked deletes the bytes, then it is finished; one that a power cut caught in between is
 * still to be finished, and until then nobody works on its films.
 */
public final class Erasures {
    /** In an order in which no row is left that another one names; every one by film. */
    private static final List<String> ROWS = List.of(
            "reading_withdrawn where reading_id in (select id from reading where film_id = :film)",
            "reading where film_id = :film",
            "shadow_assessment where film_id = :film",
            "shadow_outcome where film_id = :film",
            "commitment where delivery_id in (select id from delivery where film_id = :film)",
            "delivery where film_id = :film",
            "event where film_id = :film",
            "removal where film_id = :film",
            "attempt_failure where film_id = :film",
            "attempt where film_id = :film",
            "undone_failure where film_id = :film",
            "assessment where film_id = :film",
            "outcome where film_id = :film",
            "identity where film_id = :film",
            "work where film_id = :film",
            "study_film where film_id = :film",
            "film where id = :film");

    private final JournalFile file;
    private final Clock clock;
    private final Consumer<String> tell;

    /** @param tell called with the reference of each film that is gone */
    Erasures(JournalFile file, Clock clock, Consumer<String> tell) {
        this.file = file;
        this.clock = clock;
        this.tell = tell;
    }

    /** How much is erased. */
    public enum Scope {
        FILM,
        /** All films of its study. */
        STUDY,
        /** All films with its patient id, and what came in their studies without one. */
        PATIENT;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Scope> named(String code) {
            return Stream.of(values())
                    .filter(scope -> scope.code().equals(code))
                    .findFirst();
        }
    }

    /** A film whose erasure was begun. */
    public record Begun(long filmId, String ref, String objectDigest) {}

    /** Why nothing was erased. */
    public enum Obstacle {
        /** A film of them is being worked on at this moment. */
        BUSY,
        /** There are more or fewer films than whoever asked had looked at. */
        OTHER_NUMBER
    }

    /** @param obstacle if there is one, no erasure was begun */
    public record Beginning(List<Begun> films, Optional<Obstacle> obstacle) {
        public Beginning {
            films = List.copyOf(films);
        }
    }

    /** What an erasure would take away, in the order it came. A film without a patient id is its patient's only one. */
    public List<FilmEntry> films(FilmEntry film, Scope scope) {
        return file.read(handle -> Worklist.entries(handle, filmIds(handle, film, scope)));
    }

    private static List<Long> filmIds(Handle handle, FilmEntry film, Scope scope) {
        var patientId = film.identity().map(FilmIdentity::patientId).orElse("");
        var which = switch (scope) {
            case FILM -> "select :film as id";
            case STUDY ->
                "select film_id as id from study_film where study_id ="
                        + " (select study_id from study_film where film_id = :film) union select :film";
            case PATIENT -> patientId.isBlank() ? "select :film as id" : """
                    select film_id as id from identity where patient_id = :patient
                    union select beside.film_id from identity i join study_film sf on sf.film_id = i.film_id
                      join study_film beside on beside.study_id = sf.study_id
                      left join identity other on other.film_id = beside.film_id
                    where i.patient_id = :patient and coalesce(other.patient_id, '') = ''""";
        };
        return handle.createQuery("select id from (" + which + ") order by id")
                .bind("film", film.filmId())
                .bind("patient", patientId)
                .mapTo(Long.class)
                .list();
    }

    /**
     * From now on nobody works on these films.
     *
     * @param expected how many films whoever asked has seen that it would be
     */
    public Beginning begin(FilmEntry film, Scope scope, int expected) {
        return file.write(handle -> {
            var ids = filmIds(handle, film, scope);
            if (ids.size() != expected || !exists(handle, film)) {
                return new Beginning(List.of(), Optional.of(Obstacle.OTHER_NUMBER));
            }
            if (isAnyWorkedOn(handle, ids)) {
                return new Beginning(List.of(), Optional.of(Obstacle.BUSY));
            }
            handle.execute(
                    "insert into erasure (film_id, ref, at, object_digest) select id, ref, ?, object_digest from film"
                            + " where id in (select value from json_each(?)) on conflict do nothing",
                    clock.instant().toEpochMilli(),
                    ids.toString()); // a JSON array as it is
            handle.execute(
                    "update work set stage = 'done' where film_id in (select value from json_each(?))", ids.toString());
            return new Beginning(begun(handle), Optional.empty());
        });
    }

    private static boolean exists(Handle handle, FilmEntry film) {
        return handle.createQuery("select count(*) from film where id = :film")
                        .bind("film", film.filmId())
                        .mapTo(Integer.class)
                        .one()
                == 1;
    }

    private boolean isAnyWorkedOn(Handle handle, List<Long> ids) {
        return handle.createQuery("select count(*) from work where stage = 'working' and lease_until > :now"
                                + " and film_id in (select value from json_each(:ids))")
                        .bind("now", clock.instant().toEpochMilli())
                        .bind("ids", ids.toString())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Films whose erasure was begun and whose bytes may still be there. */
    public List<Begun> begun() {
        return file.read(Erasures::begun);
    }

    private static List<Begun> begun(Handle handle) {
        return handle.createQuery(
                        "select film_id, ref, object_digest from erasure where finished_at is null and object_digest is not null"
                                + " order by film_id")
                .map((row, context) ->
                        new Begun(row.getLong("film_id"), row.getString("ref"), row.getString("object_digest")))
                .list();
    }

    /** Takes away what the journal knows of films whose bytes are gone. Their traces are still in the file until {@link #tidy}. */
    public void forget(List<Begun> films) {
        file.write(handle -> {
            films.forEach(film -> forget(handle, film.filmId()));
            return films.size();
        });
        films.forEach(film -> tell.accept(film.ref()));
    }

    private void forget(Handle handle, long filmId) {
        var study = handle.createQuery("select study_id from study_film where film_id = :film")
                .bind("film", filmId)
                .mapTo(Long.class)
                .findFirst();
        study.ifPresent(
                id -> { // they hold the film's score, or were said with it
                    handle.execute("delete from study_assessment where study_id = ?", id);
                    handle.execute("delete from study_result where study_id = ?", id);
                });
        handle.execute("update film set conflicts_with = null where conflicts_with = ?", filmId);
        for (var rows : ROWS) {
            handle.createUpdate("delete from " + rows).bind("film", filmId).execute();
        }
        study.ifPresent(id -> leave(handle, id));
        handle.execute("update erasure set object_digest = null where film_id = ?", filmId);
    }

    /** A study without films goes too; one that has some is closed anew, without the film that is gone. */
    private void leave(Handle handle, long study) {
        var left = handle.execute(
                "update study set open = 1, changed_at = ? where id = ? and exists (select 1 from study_film where study_id = ?)",
                clock.instant().toEpochMilli(),
                study,
                study);
        if (left == 0) {
            handle.execute("delete from study where id = ?", study);
        }
    }

    /** Overwrites what is left of erased films between the rows of the file and in its log. Others who write wait meanwhile. */
    public void tidy() {
        var finished = file.read(handle -> handle.createQuery(
                        "select film_id from erasure where finished_at is null and object_digest is null")
                .mapTo(Long.class)
                .list());
        if (finished.isEmpty()) {
            return;
        }
        file.tidy();
        file.write(handle -> handle.execute(
                "update erasure set finished_at = ? where film_id in (select value from json_each(?))",
                clock.instant().toEpochMilli(),
                finished.toString()));
    }

    /** When a film was erased. */
    public Optional<Instant> erasedAt(String ref) {
        return file.read(handle -> handle.createQuery("select at from erasure where ref = :ref")
                .bind("ref", ref)
                .mapTo(Long.class)
                .findFirst()
                .map(Instant::ofEpochMilli));
    }
}
