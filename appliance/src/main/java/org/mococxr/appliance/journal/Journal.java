package org.mococxr.appliance.journal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Screened;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Takes down what happens to films. Safe for use by many threads; what a method returned from survives a power cut.
 *
 * <p>A film waits, is worked on under a lease, and ends exactly once. Opening the journal returns to the queue what was being
 * worked on when the box stopped.
 */
public final class Journal implements AutoCloseable {
    private static final Set<Integer> DAMAGE =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);

    private final JournalFile file;
    private final Clock clock;
    private final Arrivals arrivals = new Arrivals();
    private final Outbox outbox;
    private final OpenCommitments commitments;
    private final Worklist worklist;
    private final Statistics statistics;
    private final Readings readings;
    private final Studies studies;
    private final StudyList studyList;
    private final ModelRecord models;
    private final Removals removals;
    private final Erasures erasures;
    private final WhatIf whatIf;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    private Journal(JournalFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.outbox = new Outbox(file, clock, this::tell);
        this.commitments = new OpenCommitments(file, clock);
        this.worklist = new Worklist(file);
        this.studies = new Studies(file, clock, this::tell);
        this.studyList = new StudyList(file);
        this.models = new ModelRecord(file, clock);
        this.statistics = new Statistics(file);
        this.readings = new Readings(file, clock, this::tell);
        this.removals = new Removals(file, clock);
        this.erasures = new Erasures(file, clock, this::tell);
        this.whatIf = new WhatIf(file);
    }

    /** Opens or creates the file; only one journal may be open on it, see {@code DataFolder}. */
    public static Journal open(Path path, Clock clock) {
        try {
            return opened(path, clock);
        } catch (JournalException e) {
            throw isDamaged(e) ? new JournalException(e.getMessage() + wayOut(path), e) : e;
        }
    }

    private static boolean isDamaged(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite && DAMAGE.contains(sqlite.getResultCode().code & 0xff)) {
                return true;
            }
        }
        return false;
    }

    private static String wayOut(Path path) {
        var data = path.toAbsolutePath().getParent();
        return ". See what is damaged with: cxr-box journal check --data %s; make a new journal from what can be read with: cxr-box journal recover --data %s"
                .formatted(data, data);
    }

    private static Journal opened(Path path, Clock clock) {
        var file = JournalFile.open(path, Schema.JOURNAL);
        try {
            file.write(handle -> {
                WorkQueue.recover(handle);
                return path;
            });
            return new Journal(file, clock);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Looks into the journal of a box that may be running; changes nothing. */
    public static Journal openToRead(Path path, Clock clock) {
        return new Journal(JournalFile.openToRead(path, Schema.JOURNAL), clock);
    }

    public Outbox outbox() {
        return outbox;
    }

    public OpenCommitments commitments() {
        return commitments;
    }

    public Worklist worklist() {
        return worklist;
    }

    public Statistics statistics() {
        return statistics;
    }

    public Readings readings() {
        return readings;
    }

    public Studies studies() {
        return studies;
    }

    public StudyList studyList() {
        return studyList;
    }

    public ModelRecord models() {
        return models;
    }

    public Removals removals() {
        return removals;
    }

    public Erasures erasures() {
        return erasures;
    }

    public WhatIf whatIf() {
        return whatIf;
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
        var receipt = file.write(handle -> arrivals.receive(handle, arrival, clock.instant()));
        tell(receipt.ref());
        return receipt;
    }

    /** The digests of the films that claim a SOP Instance UID, oldest first, and of those only the first few. */
    public List<String> digestsUnder(String sopInstanceUid) {
        return file.read(handle -> arrivals.digestsUnder(handle, sopInstanceUid));
    }

    /**
     * Takes down that a film came again with the same attributes and pixels in other bytes.
     *
     * @return false if no such film is known any more; then nothing was written
     */
    public boolean receiveAgain(String objectDigest, ReceivedFilm.Source source) {
        var ref = file.write(handle -> arrivals.receiveAgain(handle, objectDigest, source.lane(), clock.instant()));
        ref.ifPresent(this::tell);
        return ref.isPresent();
    }

    /** Whether a film of these bytes was taken down. */
    public boolean knows(String objectDigest) {
        return file.read(handle -> arrivals.knows(handle, objectDigest));
    }

    /** The next film that is due, for one worker: the best lane first. A lease that ran out counts as waiting. */
    public Optional<Claim> claim(Duration lease) {
        var claim = file.write(handle -> WorkQueue.claim(handle, clock.instant(), lease));
        claim.ifPresent(found -> tell(found.ref()));
        return claim;
    }

    /**
     * How a film's end was taken down.
     *
     * @param written false if the lease was lost and somebody else ends this film; then nothing was written
     * @param next the next film of the same worker
     */
    public record Concluded(boolean written, Optional<Claim> next) {}

    /**
     * Writes down a film's end and, in the same transaction, the reports that are to be delivered because of it.
     *
     * @return false if the lease was lost and somebody else ends this film; then nothing was written
     */
    public boolean conclude(Claim claim, Screened screened, List<PlannedDelivery> deliveries) {
        return conclude(claim, screened, deliveries, Optional.empty()).written();
    }

    /**
     * As the other, and in the same transaction takes the next film that is due: one flush of the disk instead of two.
     *
     * @param nextLease for the next film; without it, or where the lease of this one was lost, there is none
     */
    public Concluded conclude(
            Claim claim, Screened screened, List<PlannedDelivery> deliveries, Optional<Duration> nextLease) {
        var concluded = file.write(handle -> {
            var now = clock.instant();
            var written = WorkQueue.conclude(handle, claim, screened, deliveries, now);
            return new Concluded(
                    written, nextLease.filter(lease -> written).flatMap(lease -> WorkQueue.claim(handle, now, lease)));
        });
        if (concluded.written()) {
            tell(claim.ref());
            if (!deliveries.isEmpty()) {
                outbox.ring();
            }
        }
        concluded.next().ifPresent(next -> tell(next.ref()));
        return concluded;
    }

    /** Gives a film back to be tried again; does nothing for a worker whose lease was lost. */
    public void retryLater(Claim claim, String reason, Instant notBefore) {
        file.write(handle -> WorkQueue.retryLater(handle, claim, reason, clock.instant(), notBefore));
        tell(claim.ref());
    }

    /**
     * Lets a film that failed wait again as at its first time, before others, for a person asked for it. How it failed stays in its
     * history.
     *
     * @param who asked for it
     * @return false if it did not fail, or is unknown; then nothing was changed
     */
    public boolean tryAgain(FilmEntry film, Sentence who) {
        var waits = file.write(handle -> {
            var putBack = WorkQueue.putBack(handle, film.filmId(), Lane.PERSON, clock.instant());
            if (putBack) {
                event(handle, clock.instant(), film.filmId(), "tried_again", Sentence.of("event.tried_again", who));
            }
            return putBack;
        });
        tell(film.ref());
        return waits;
    }

    /**
     * Ends every wait for a moment that is further ahead than any wait can be: a clock that was wrong believed in it.
     *
     * @return how many films, reports and studies waited so
     */
    public int limitWaits(Duration longest) {
        return file.write(handle -> Waits.limit(handle, clock.instant(), longest));
    }

    /** Changes whose film comes first. @return false if it is done or unknown */
    public boolean move(String ref, Lane lane) {
        return file.write(handle -> WorkQueue.move(handle, ref, lane));
    }

    /** What SQLite finds wrong with the file; empty if nothing. */
    public List<String> defects() {
        return file
                .read(handle -> handle.createQuery("pragma quick_check")
                        .mapTo(String.class)
                        .list())
                .stream()
                .filter(line -> !line.equals("ok"))
                .toList();
    }

    static void event(Handle handle, Instant at, @Nullable Long filmId, String kind, Sentence what) {
        handle.execute(
                "insert into event (at, film_id, kind, words, said) values (?, ?, ?, ?, ?)",
                at.toEpochMilli(),
                filmId,
                kind,
                what.english(),
                what.stored());
    }

    @Override
    public void close() {
        file.close();
    }
}
