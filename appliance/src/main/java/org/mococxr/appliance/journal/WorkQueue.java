package org.mococxr.appliance.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Screened;

/** Which film is next, who works on it, and how it ends, once. Works within the caller's transaction. */
final class WorkQueue {
    private WorkQueue() {}

    /** Films that were being worked on when the box stopped wait again. */
    static void recover(Handle handle) {
        handle.execute("update work set stage = 'waiting', lease_until = null where stage = 'working'");
    }

    /** Within a lane the film that waited longest. */
    static Optional<Claim> claim(Handle handle, Instant now, Duration lease) {
        var due = handle.createQuery("""
                        select f.id, f.ref, f.object_digest, f.sop_instance_uid, f.source, w.attempts,
                          w.attempts_before
                        from work w join film f on f.id = w.film_id
                        where w.stage <> 'done'
                          and ((w.stage = 'waiting' and w.not_before <= :now)
                            or (w.stage = 'working' and w.lease_until <= :now))
                        order by w.lane, w.film_id limit 1""")
                .bind("now", now.toEpochMilli())
                .map((row, context) -> new Claim(
                        row.getLong("id"),
                        row.getString("ref"),
                        row.getString("object_digest"),
                        Optional.ofNullable(row.getString("sop_instance_uid")),
                        Names.source(row.getString("source")),
                        row.getInt("attempts") + 1,
                        row.getInt("attempts") + 1 - row.getInt("attempts_before"),
                        now.plus(lease)))
                .findFirst();
        due.ifPresent(claim -> {
            handle.execute(
                    "update work set stage = 'working', attempts = ?, lease_until = ? where film_id = ?",
                    claim.number(),
                    claim.leaseUntil().toEpochMilli(),
                    claim.filmId());
            handle.execute(
                    "insert into attempt (film_id, number, started_at) values (?, ?, ?)",
                    claim.filmId(),
                    claim.number(),
                    now.toEpochMilli());
        });
        return due;
    }

    /** @return false if somebody else ends this film; then nothing was written */
    static boolean conclude(
            Handle handle, Claim claim, Screened screened, List<PlannedDelivery> deliveries, Instant now) {
        if (!release(handle, claim, "done", now)) {
            return false;
        }
        new ConclusionRows(handle, claim.filmId(), now).insert(screened);
        deliveries.forEach(delivery -> Outbox.plan(handle, claim.filmId(), delivery, now));
        Studies.touch(handle, claim.filmId(), now);
        Journal.event(handle, now, claim.filmId(), "concluded", sentence(screened.conclusion()));
        return true;
    }

    private static Sentence sentence(Conclusion conclusion) {
        return conclusion.fold(
                scored -> Sentence.of("event.scored", scored.model(), scored.provider()),
                refused -> Sentence.of("event.refused", Sentence.of("refusal." + refused.code())),
                failed -> Sentence.of("event.failed", failed.reason()));
    }

    static boolean retryLater(Handle handle, Claim claim, String reason, Instant now, Instant notBefore) {
        var released = release(handle, claim, "waiting", notBefore);
        if (released) {
            handle.execute(
                    "insert into attempt_failure (film_id, number, at, reason) values (?, ?, ?, ?)",
                    claim.filmId(),
                    claim.number(),
                    now.toEpochMilli(),
                    reason);
        }
        return released;
    }

    /** The number of the attempt is the fence: a worker that was given up for lost cannot touch the film any more. */
    private static boolean release(Handle handle, Claim claim, String stage, Instant notBefore) {
        return handle.execute(
                        "update work set stage = ?, lease_until = null, not_before = ?"
                                + " where film_id = ? and stage = 'working' and attempts = ?",
                        stage,
                        notBefore.toEpochMilli(),
                        claim.filmId(),
                        claim.number())
                == 1;
    }

    /**
     * Lets a film that failed wait again, with all its attempts before it. How it failed stays in the record.
     *
     * @return false if it did not fail, or is unknown; then nothing was written
     */
    static boolean putBack(Handle handle, long filmId, Lane lane, Instant now) {
        var taken = handle.execute("""
                insert into undone_failure (film_id, attempts, at, words, said, millis, undone_at)
                select o.film_id, w.attempts, o.at, o.words, o.said, o.millis, ? from outcome o join work w on w.film_id = o.film_id
                where o.film_id = ? and o.kind = 'failed'""", now.toEpochMilli(), filmId);
        if (taken == 0) {
            return false;
        }
        handle.execute("delete from outcome where film_id = ?", filmId);
        handle.execute(
                "update work set stage = 'waiting', not_before = ?, lane = ?, attempts_before = attempts where film_id = ?",
                now.toEpochMilli(),
                lane.number(),
                filmId);
        Studies.touch(handle, filmId, now);
        return true;
    }

    static boolean move(Handle handle, String ref, Lane lane) {
        return handle.execute(
                        "update work set lane = ? where stage <> 'done' and film_id = (select id from film where ref = ?)",
                        lane.number(),
                        ref)
                == 1;
    }
}
