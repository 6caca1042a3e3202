package org.mococxr.appliance.journal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.screening.Screened;

/**
 * Takes down what happens to films. Safe for use by many threads; what a method returned from survives a power cut.
 *
 * <p>A film waits, is worked on under a lease, and ends exactly once. Opening the journal returns to the queue what was being
 * worked on when the box stopped.
 */
public final class Journal implements AutoCloseable {
    private static final String REF_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int REF_LENGTH = 12;

    private final JournalFile file;
    private final Clock clock;
    private final Outbox outbox;
    private final Worklist worklist;
    private final SecureRandom chance = new SecureRandom();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    private Journal(JournalFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.outbox = new Outbox(file, clock, this::tell);
        this.worklist = new Worklist(file);
    }

    /** Opens or creates the file; only one journal may be open on it, see {@code DataFolder}. */
    public static Journal open(Path path, Clock clock) {
        var file = JournalFile.open(path, Schema.JOURNAL);
        try {
            file.write(handle ->
                    handle.execute("update work set stage = 'waiting', lease_until = null where stage = 'working'"));
            return new Journal(file, clock);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public Outbox outbox() {
        return outbox;
    }

    public Worklist worklist() {
        return worklist;
    }

    /** Calls with a film's reference after each change that a reader would see. The listener must not block. */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    private void tell(String ref) {
        listeners.forEach(listener -> listener.accept(ref));
    }

    /** Takes down a film that is already durable in the inbox. */
    public Receipt receive(ReceivedFilm arrival) {
        var receipt = file.write(handle -> receive(handle, arrival));
        tell(receipt.ref());
        return receipt;
    }

    private Receipt receive(Handle handle, ReceivedFilm arrival) {
        var now = clock.instant();
        var same = idAndRef(handle, "object_digest", arrival.objectDigest());
        if (same.isPresent()) {
            event(handle, now, same.get().id(), "received_again", "Received again with the same content.");
            return new Receipt(same.get().ref(), Receipt.Kind.DUPLICATE);
        }
        if (arrival.sopInstanceUid().isPresent()
                && Outbox.isOwnReport(handle, arrival.sopInstanceUid().get())) {
            event(handle, now, null, "own_report", "A report of this box came back and was set aside.");
            return new Receipt("", Receipt.Kind.OWN_REPORT);
        }
        var other = arrival.sopInstanceUid().flatMap(uid -> idAndRef(handle, "sop_instance_uid", uid));
        var ref = newRef();
        var id = insertFilm(handle, arrival, ref, now, other.map(IdAndRef::id));
        handle.execute("insert into work (film_id, stage, not_before) values (?, 'waiting', ?)", id, millis(now));
        event(handle, now, id, "received", "Received and safely stored.");
        if (other.isEmpty()) {
            return new Receipt(ref, Receipt.Kind.NEW);
        }
        event(handle, now, id, "conflict", "An earlier film with other content carries the same instance UID.");
        event(
                handle,
                now,
                other.get().id(),
                "conflict",
                "A later film with other content carries the same instance UID.");
        return new Receipt(ref, Receipt.Kind.CONFLICT);
    }

    private static long insertFilm(
            Handle handle, ReceivedFilm arrival, String ref, Instant now, Optional<Long> conflictsWith) {
        return handle.createUpdate("""
                        insert into film (ref, object_digest, size_bytes, received_at, source, sender, sop_instance_uid,
                          conflicts_with)
                        values (:ref, :digest, :size, :at, :source, :sender, :uid, :conflict)""")
                .bind("ref", ref)
                .bind("digest", arrival.objectDigest())
                .bind("size", arrival.sizeBytes())
                .bind("at", millis(now))
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

    /** Whether a film of these bytes was taken down. */
    public boolean knows(String objectDigest) {
        return file.read(
                handle -> idAndRef(handle, "object_digest", objectDigest).isPresent());
    }

    /** The film that waited longest and is due, for one worker. A lease that ran out counts as waiting. */
    public Optional<Claim> claim(Duration lease) {
        var claim = file.write(handle -> claim(handle, clock.instant(), lease));
        claim.ifPresent(found -> tell(found.ref()));
        return claim;
    }

    private static Optional<Claim> claim(Handle handle, Instant now, Duration lease) {
        var due = handle.createQuery("""
                        select f.id, f.ref, f.object_digest, f.sop_instance_uid, f.source, w.attempts
                        from work w join film f on f.id = w.film_id
                        where (w.stage = 'waiting' and w.not_before <= :now)
                           or (w.stage = 'working' and w.lease_until <= :now)
                        order by f.id limit 1""")
                .bind("now", millis(now))
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
                    millis(claim.leaseUntil()),
                    claim.filmId());
            handle.execute(
                    "insert into attempt (film_id, number, started_at) values (?, ?, ?)",
                    claim.filmId(),
                    claim.attempt(),
                    millis(now));
        });
        return due;
    }

    /**
     * Writes down a film's end and, in the same transaction, the reports that are to be delivered because of it.
     *
     * @return false if the lease was lost and somebody else ends this film; then nothing was written
     */
    public boolean conclude(Claim claim, Screened screened, List<PlannedDelivery> deliveries) {
        var written = file.write(handle -> conclude(handle, claim, screened, deliveries));
        if (written) {
            tell(claim.ref());
        }
        return written;
    }

    private boolean conclude(Handle handle, Claim claim, Screened screened, List<PlannedDelivery> deliveries) {
        if (!release(handle, claim, "done", clock.instant())) {
            return false;
        }
        var now = clock.instant();
        screened.identity().ifPresent(identity -> insertIdentity(handle, claim.filmId(), identity));
        new ConclusionRows(handle, claim.filmId(), now).insert(screened.conclusion());
        deliveries.forEach(delivery -> Outbox.plan(handle, claim.filmId(), delivery, now));
        event(handle, now, claim.filmId(), "concluded", sentence(screened.conclusion()));
        return true;
    }

    private static String sentence(Conclusion conclusion) {
        return conclusion.fold(
                scored -> "Scored by " + scored.model() + " on " + scored.provider() + ".",
                refused -> "Refused: " + refused.refusal().code().sentence(),
                failed -> "Failed: " + failed.reason());
    }

    /** Gives a film back to be tried again. */
    public void retryLater(Claim claim, String reason, Instant notBefore) {
        file.write(handle -> {
            var released = release(handle, claim, "waiting", notBefore);
            if (released) {
                handle.execute(
                        "insert into attempt_failure (film_id, number, at, reason) values (?, ?, ?, ?)",
                        claim.filmId(),
                        claim.attempt(),
                        millis(clock.instant()),
                        reason);
            }
            return released;
        });
        tell(claim.ref());
    }

    private static boolean release(Handle handle, Claim claim, String stage, Instant notBefore) {
        return handle.execute(
                        "update work set stage = ?, lease_until = null, not_before = ?"
                                + " where film_id = ? and stage = 'working' and attempts = ?",
                        stage,
                        millis(notBefore),
                        claim.filmId(),
                        claim.attempt())
                == 1;
    }

    private static void insertIdentity(Handle handle, long filmId, FilmIdentity identity) {
        handle.createUpdate("""
                        insert into identity (film_id, patient_id, initials, sex, age_years, view, device, study_date)
                        values (:film, :id, :initials, :sex, :age, :view, :device, :date)""")
                .bind("film", filmId)
                .bind("id", identity.patientId())
                .bind("initials", identity.initials())
                .bind("sex", identity.sex())
                .bind(
                        "age",
                        identity.ageYears().isPresent() ? identity.ageYears().getAsInt() : null)
                .bind("view", identity.view())
                .bind("device", identity.device())
                .bind("date", identity.studyDate())
                .execute();
    }

    /** Writes a conclusion's rows within one transaction. */
    private record ConclusionRows(Handle handle, long filmId, Instant now) {
        void insert(Conclusion conclusion) {
            conclusion.fold(this::scored, this::refused, this::failed);
        }

        private int scored(Conclusion.Scored scored) {
            handle.execute(
                    "insert into outcome (film_id, at, kind, model_name, model_digest, model_release, provider, millis, film_rows,"
                            + " film_columns, prepared_size, remarks) values (?, ?, 'scored', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    filmId,
                    millis(now),
                    scored.model().name(),
                    scored.model().digest(),
                    scored.release(),
                    scored.provider(),
                    scored.took().toMillis(),
                    scored.filmRows(),
                    scored.filmColumns(),
                    scored.preparedSizePixels(),
                    String.join("\n", scored.remarks()));
            for (var position = 0; position < scored.assessments().size(); position++) {
                insert(position, scored.assessments().get(position));
            }
            return scored.assessments().size();
        }

        private void insert(int position, Assessment assessment) {
            handle.execute(
                    "insert into assessment (film_id, position, finding, probability, suggestive, near_cut_off,"
                            + " operating_point, threshold, map_rows, map_columns, map)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    filmId,
                    position,
                    assessment.finding(),
                    assessment.probability(),
                    assessment.suggestive() ? 1 : 0,
                    assessment.nearCutOff() ? 1 : 0,
                    assessment.operatingPoint(),
                    assessment.thresholdProbability(),
                    assessment.heatMap().rows(),
                    assessment.heatMap().columns(),
                    assessment.heatMap().toBytes());
        }

        private int refused(Conclusion.Refused refused) {
            return handle.execute(
                    "insert into outcome (film_id, at, kind, code, words, millis) values (?, ?, 'refused', ?, ?, ?)",
                    filmId,
                    millis(now),
                    refused.refusal().code().name(),
                    refused.refusal().found(),
                    refused.took().toMillis());
        }

        private int failed(Conclusion.Failed failed) {
            return handle.execute(
                    "insert into outcome (film_id, at, kind, words, millis) values (?, ?, 'failed', ?, ?)",
                    filmId,
                    millis(now),
                    failed.reason(),
                    failed.took().toMillis());
        }
    }

    static void event(Handle handle, Instant at, @Nullable Long filmId, String kind, String words) {
        handle.execute(
                "insert into event (at, film_id, kind, words) values (?, ?, ?, ?)", millis(at), filmId, kind, words);
    }

    static long millis(Instant instant) {
        return instant.toEpochMilli();
    }

    @Override
    public void close() {
        file.close();
    }
}
