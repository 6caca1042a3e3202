package org.mococxr.appliance.journal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.language.Sentence;

/** Takes down films that are durable in the inbox. Works within the caller's transaction. */
final class Arrivals {
    private static final String REF_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int REF_LENGTH = 12;

    /** More claim one SOP Instance UID only where somebody means harm. */
    private static final int MOST_UNDER_ONE_UID = 100;

    private final SecureRandom chance = new SecureRandom();

    Receipt receive(Handle handle, ReceivedFilm arrival, Instant now) {
        var same = idAndRef(handle, "object_digest", arrival.objectDigest());
        if (same.isPresent()) {
            receiveAgain(handle, same.get().id(), arrival.source().lane(), now);
            return new Receipt(same.get().ref(), Receipt.Kind.DUPLICATE);
        }
        if (isReport(handle, arrival)) {
            Journal.event(handle, now, null, "own_report", Sentence.of("event.own_report"));
            return new Receipt("", Receipt.Kind.OWN_REPORT);
        }
        var other = arrival.sopInstanceUid().flatMap(uid -> idAndRef(handle, "sop_instance_uid", uid));
        var ref = newRef();
        var id = insertFilm(handle, arrival, ref, now, other.map(IdAndRef::id));
        handle.execute(
                "insert into work (film_id, stage, not_before, lane) values (?, 'waiting', ?, ?)",
                id,
                now.toEpochMilli(),
                arrival.source().lane().number());
        arrival.studyInstanceUid().ifPresent(uid -> Studies.join(handle, id, uid, newRef(), now));
        Journal.event(handle, now, id, "received", Sentence.of("event.received"));
        if (other.isEmpty()) {
            return new Receipt(ref, Receipt.Kind.NEW);
        }
        Journal.event(handle, now, id, "conflict", Sentence.of("event.conflict_earlier"));
        Journal.event(handle, now, other.get().id(), "conflict", Sentence.of("event.conflict_later"));
        return new Receipt(ref, Receipt.Kind.CONFLICT);
    }

    /** By its header, for a report's UID is forgotten with an erased film; and by its UID, for whoever keeps it may rewrite headers. */
    private static boolean isReport(Handle handle, ReceivedFilm arrival) {
        return arrival.ourReport()
                || arrival.sopInstanceUid()
                        .filter(uid -> Outbox.isOwnReport(handle, uid))
                        .isPresent();
    }

    /** @return its reference, if the film is known */
    Optional<String> receiveAgain(Handle handle, String objectDigest, Lane lane, Instant now) {
        var known = idAndRef(handle, "object_digest", objectDigest);
        known.ifPresent(film -> receiveAgain(handle, film.id(), lane, now));
        return known.map(IdAndRef::ref);
    }

    List<String> digestsUnder(Handle handle, String sopInstanceUid) {
        return handle.createQuery(
                        "select object_digest from film where sop_instance_uid = :uid order by id limit :most")
                .bind("uid", sopInstanceUid)
                .bind("most", MOST_UNDER_ONE_UID)
                .mapTo(String.class)
                .list();
    }

    /** Whoever sends a film again that failed wants another attempt; what has any other end, or none yet, stays as it is. */
    private static void receiveAgain(Handle handle, long filmId, Lane lane, Instant now) {
        if (WorkQueue.putBack(handle, filmId, lane, now)) {
            Journal.event(handle, now, filmId, "tried_again", Sentence.of("event.received_again_failed"));
        } else {
            Journal.event(handle, now, filmId, "received_again", Sentence.of("event.received_again"));
        }
    }

    private static long insertFilm(
            Handle handle, ReceivedFilm arrival, String ref, Instant now, Optional<Long> conflictsWith) {
        return handle.createUpdate("""
                        insert into film (id, ref, object_digest, size_bytes, received_at, source, sender, sop_instance_uid,
                          conflicts_with)
                        select 1 + max((select coalesce(max(id), 0) from film), (select coalesce(max(film_id), 0) from erasure)),
                          :ref, :digest, :size, :at, :source, :sender, :uid, :conflict""")
                .bind("ref", ref)
                .bind("digest", arrival.objectDigest())
                .bind("size", arrival.sizeBytes())
                .bind("at", now.toEpochMilli())
                .bind("source", Names.of(arrival.source()))
                .bind("sender", arrival.sender())
                .bind("uid", arrival.sopInstanceUid().orElse(null))
                .bind("conflict", conflictsWith.orElse(null))
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
    }

    private record IdAndRef(long id, String ref) {}

    private static Optional<IdAndRef> idAndRef(Handle handle, String column, String value) {
        return handle.createQuery("select id, ref from film where " + column + " = :value order by id limit 1")
                .bind("value", value)
                .map((row, context) -> new IdAndRef(row.getLong("id"), row.getString("ref")))
                .findFirst();
    }

    private String newRef() {
        var ref = new StringBuilder(REF_LENGTH);
        for (var i = 0; i < REF_LENGTH; i++) {
            ref.append(REF_LETTERS.charAt(chance.nextInt(REF_LETTERS.length())));
        }
        return ref.toString();
    }

    boolean knows(Handle handle, String objectDigest) {
        return idAndRef(handle, "object_digest", objectDigest).isPresent();
    }
}
