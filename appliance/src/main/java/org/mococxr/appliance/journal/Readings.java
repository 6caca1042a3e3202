package org.mococxr.appliance.journal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.mococxr.appliance.language.Sentence;

/** What people say about films. A reading is never changed; it may be taken back, which stays visible. Safe for many threads. */
public final class Readings {
    private final JournalFile file;
    private final Clock clock;
    private final Consumer<String> changed;

    Readings(JournalFile file, Clock clock, Consumer<String> changed) {
        this.file = file;
        this.clock = clock;
        this.changed = changed;
    }

    /** @return the reading's number */
    public long record(FilmEntry film, String reader, String finding, boolean agrees, String reason, String note) {
        var id = file.write(handle -> {
            Journal.event(
                    handle,
                    clock.instant(),
                    film.filmId(),
                    "read",
                    Sentence.of(
                            agrees ? "event.read_agrees" : "event.read_disagrees", reader, Sentence.finding(finding)));
            return handle.createUpdate(
                            "insert into reading (film_id, at, reader, finding, agrees, reason, note) values (:film, :at, :reader, :finding, :agrees, :reason, :note)")
                    .bind("film", film.filmId())
                    .bind("at", clock.millis())
                    .bind("reader", reader)
                    .bind("finding", finding)
                    .bind("agrees", agrees ? 1 : 0)
                    .bind("reason", reason)
                    .bind("note", note)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
        });
        changed.accept(film.ref());
        return id;
    }

    /** @return whether there was such a reading of this reader that stood */
    public boolean withdraw(FilmEntry film, String reader, long reading) {
        var withdrawn = file.write(handle -> {
            var found = handle.createUpdate(
                            "insert into reading_withdrawn (reading_id, at) select r.id, :now from reading r"
                                    + " where r.id = :id and r.film_id = :film and r.reader = :reader on conflict do nothing")
                    .bind("now", clock.millis())
                    .bind("id", reading)
                    .bind("film", film.filmId())
                    .bind("reader", reader)
                    .execute();
            if (found == 1) {
                Journal.event(
                        handle,
                        clock.instant(),
                        film.filmId(),
                        "reading_withdrawn",
                        Sentence.of("event.reading_withdrawn", reader));
            }
            return found == 1;
        });
        changed.accept(film.ref());
        return withdrawn;
    }

    /** Those that stand, newest first. */
    public List<Reading> of(FilmEntry film) {
        return file.read(handle -> handle.createQuery(
                        "select r.* from reading r left join reading_withdrawn w on w.reading_id = r.id"
                                + " where r.film_id = :film and w.reading_id is null order by r.id desc")
                .bind("film", film.filmId())
                .map((row, context) -> new Reading(
                        row.getLong("id"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("reader"),
                        row.getString("finding"),
                        row.getBoolean("agrees"),
                        row.getString("reason"),
                        row.getString("note")))
                .list());
    }
}
