package org.mococxr.appliance.journal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.language.Sentence;

/** Which films' pixels may be deleted, and which were. What was said about a film is never deleted. Safe for use by many threads. */
public final class Removals {
    /** Films received before {@code :before} that are done with, and whose reports are all delivered or dead. */
    static final String REMOVABLE = """
            from film f join work w on w.film_id = f.id
            where f.received_at < :before and w.stage = 'done'
              and not exists (select 1 from removal r where r.film_id = f.id)
              and not exists (select 1 from delivery d where d.film_id = f.id and d.state = 'waiting')
            """;

    private final JournalFile file;
    private final Clock clock;

    Removals(JournalFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** A film whose pixels nobody waits for any more. */
    public record Removable(long filmId, String objectDigest, long sizeBytes) {}

    /** The oldest films received in that time that are done with, and whose reports are all delivered or dead. */
    public List<Removable> oldest(Instant receivedFrom, Instant receivedBefore, int limit) {
        return file.read(handle -> handle.createQuery("select f.id, f.object_digest, f.size_bytes " + REMOVABLE
                        + "and f.received_at >= :from order by f.received_at, f.id limit :limit")
                .bind("from", receivedFrom.toEpochMilli())
                .bind("before", receivedBefore.toEpochMilli())
                .bind("limit", limit)
                .map((row, context) ->
                        new Removable(row.getLong("id"), row.getString("object_digest"), row.getLong("size_bytes")))
                .list());
    }

    /** Written after the bytes are deleted, so that none is forgotten on the disk; a second time it changes nothing. */
    public void removed(Removable film, Sentence reason) {
        file.write(handle -> {
            handle.execute(
                    "insert into removal (film_id, at, reason) values (?, ?, ?) on conflict do nothing",
                    film.filmId(),
                    clock.instant().toEpochMilli(),
                    reason.english());
            Journal.event(
                    handle,
                    clock.instant(),
                    film.filmId(),
                    "pixels_deleted",
                    Sentence.of("event.pixels_deleted", reason));
            return film;
        });
    }

    /** A film whose bytes the disk should have. */
    public record Kept(long filmId, String ref, String objectDigest) {}

    private static final String KEPT = """
            from film f where not exists (select 1 from removal r where r.film_id = f.id)
              and not exists (select 1 from erasure e where e.film_id = f.id)
            """;

    /** In the order in which they came. */
    public List<Kept> kept(long afterFilmId, int limit) {
        return file.read(handle -> handle.createQuery(
                        "select f.id, f.ref, f.object_digest " + KEPT + "and f.id > :after order by f.id limit :limit")
                .bind("after", afterFilmId)
                .bind("limit", limit)
                .map((row, context) ->
                        new Kept(row.getLong("id"), row.getString("ref"), row.getString("object_digest")))
                .list());
    }

    /** Whether the disk should have this film's bytes now: they were not deleted on purpose. */
    public boolean isKept(String ref) {
        return file.read(handle -> handle.createQuery("select count(*) " + KEPT + "and f.ref = :ref")
                        .bind("ref", ref)
                        .mapTo(Long.class)
                        .one())
                > 0;
    }

    /** What the pages call the film of these bytes. */
    public Optional<String> refOf(String objectDigest) {
        return file.read(handle -> handle.createQuery("select ref from film where object_digest = :digest")
                .bind("digest", objectDigest)
                .mapTo(String.class)
                .findFirst());
    }

    public long countKept() {
        return file.read(handle ->
                handle.createQuery("select count(*) " + KEPT).mapTo(Long.class).one());
    }

    /** Why a film's pixels are gone, if they were deleted on purpose. */
    public Optional<String> reason(FilmEntry film) {
        return file.read(handle -> handle.createQuery("select reason from removal where film_id = :id")
                .bind("id", film.filmId())
                .mapTo(String.class)
                .findFirst());
    }
}
