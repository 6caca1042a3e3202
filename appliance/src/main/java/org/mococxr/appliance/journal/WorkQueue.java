package org.mococxr.appliance.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
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
                        select f.id, f.ref, f.object_digest, f.sop_instance_uid, f.source, w.attempts
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
                        now.plus(lease)))
                .findFirst();
        due.ifPresent(claim -> {
            handle.execute(
                    "update work set stage = 'working', attempts = ?, lease_until = ? where film_id = ?",
                    claim.attempt(),
                    claim.leaseUntil().toEpochMilli(),
                    claim.filmId());
            handle.execute(
                    "insert into attempt (film_id, number, started_at) values (?, ?, ?)",
                    claim.filmId(),
                    claim.attempt(),
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

    private static String sentence(Conclusion conclusion) {
        return conclusion.fold(
                scored -> "Scored by " + scored.model() + " on " + scored.provider() + ".",
                refused -> "Refused: " + refused.refusal().code().sentence(),
                failed -> "Failed: " + failed.reason());
    }

    static boolean retryLater(Handle handle, Claim claim, String reason, Instant now, Instant notBefore) {
        var released = release(handle, claim, "waiting", notBefore);
        if (released) {
            handle.execute(
                    "insert into attempt_failure (film_id, number, at, reason) values (?, ?, ?, ?)",
                    claim.filmId(),
                    claim.attempt(),
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
                        claim.attempt())
                == 1;
    }

    static boolean move(Handle handle, String ref, Lane lane) {
        return handle.execute(
                        "update work set lane = ? where stage <> 'done' and film_id = (select id from film where ref = ?)",
                        lane.number(),
                        ref)
                == 1;
    }
}
