package org.mococxr.appliance.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.journal.JournalException;
import org.mococxr.appliance.journal.JournalFile;
import org.mococxr.appliance.language.Sentence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is signed in; survives a restart. Safe for use by many threads and programs. */
public final class Sessions {
    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration LONGEST = Duration.ofDays(7);

    /** A session that is used is written down at most this often. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    /** Clocks are set right by less now and then. */
    private static final Duration TOLERATED = Duration.ofMinutes(5);

    private static final int LONGEST_BROWSER = 120;
    private static final String OPEN =
            "s.ended_at is null and p.disabled = 0 and s.seen_at > :idle and s.began_at > :oldest";

    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.people");

    private final JournalFile file;
    private final Audit audit;
    private final Clock clock;

    Sessions(JournalFile file, Audit audit, Clock clock) {
        this.file = file;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether the person ever signed in from there. */
    boolean began(Person person, String address) {
        return file.read(handle ->
                handle.createQuery("select count(*) from session where person_id = :person and address = :address")
                                .bind("person", person.id())
                                .bind("address", address)
                                .mapTo(Integer.class)
                                .one()
                        > 0);
    }

    /** @return the secret of a new session */
    static String begin(Handle handle, Instant now, long personId, String address, String browser) {
        var token = Secrets.token();
        handle.execute(
                "insert into session (person_id, token_hash, began_at, seen_at, address, browser) values (?, ?, ?, ?, ?, ?)",
                personId,
                Secrets.hash(token),
                now.toEpochMilli(),
                now.toEpochMilli(),
                address,
                browser.length() <= LONGEST_BROWSER ? browser : browser.substring(0, LONGEST_BROWSER));
        return token;
    }

    /** A person's use of the box, found by the cookie. */
    public record Open(long sessionId, Person person) {}

    private record Found(Open open, Instant seenAt) {}

    /** Empty if there is no such session, it was ended, it is too old, or its person was disabled. */
    public Optional<Open> of(String token) {
        var now = clock.instant();
        var found = file.read(handle -> handle.createQuery(
                        "select s.id as session_id, s.seen_at, p.* from session s join person p on p.id = s.person_id"
                                + " where s.token_hash = :hash and " + OPEN)
                .bind("hash", Secrets.hash(token))
                .bind("idle", now.minus(IDLE).toEpochMilli())
                .bind("oldest", now.minus(LONGEST).toEpochMilli())
                .map((row, context) -> new Found(
                        new Open(row.getLong("session_id"), People.person(row)),
                        Instant.ofEpochMilli(row.getLong("seen_at"))))
                .findOne());
        found.filter(session -> session.seenAt().plus(SEEN_EVERY).isBefore(now))
                .ifPresent(session -> seen(session.open(), now));
        return found.map(Found::open);
    }

    /** On a full disk results are read all the same; the session only seems to have been idle. */
    private void seen(Open session, Instant now) {
        try {
            file.write(handle -> handle.execute(
                    "update session set seen_at = ? where id = ?", now.toEpochMilli(), session.sessionId()));
        } catch (JournalException e) {
            LOG.warn("That a session is in use cannot be written down; it goes on", e);
        }
    }

    public List<SessionEntry> open() {
        var now = clock.instant();
        return file.read(handle -> handle.createQuery(
                        "select s.*, p.name from session s join person p on p.id = s.person_id where " + OPEN
                                + " order by s.seen_at desc")
                .bind("idle", now.minus(IDLE).toEpochMilli())
                .bind("oldest", now.minus(LONGEST).toEpochMilli())
                .map((row, context) -> new SessionEntry(
                        row.getLong("id"),
                        row.getString("name"),
                        Instant.ofEpochMilli(row.getLong("began_at")),
                        Instant.ofEpochMilli(row.getLong("seen_at")),
                        row.getString("address"),
                        row.getString("browser")))
                .list());
    }

    /** Somebody leaves. */
    public void signOut(Open session) {
        file.write(handle -> {
            end(handle, "id", session.sessionId());
            return audit.record(
                    handle, clock.instant(), session.person().name(), Act.SIGNED_OUT, "", Sentence.quoted(""));
        });
    }

    /** @throws NotAllowedException if there is no such open session */
    public void revoke(String who, long sessionId) {
        file.write(handle -> {
            var owner = handle.createQuery(
                            "select p.name from session s join person p on p.id = s.person_id where s.id = :id and s.ended_at is null")
                    .bind("id", sessionId)
                    .mapTo(String.class)
                    .findOne()
                    .orElseThrow(() -> new NotAllowedException(Sentence.of("rule.no_session")));
            end(handle, "id", sessionId);
            return audit.record(handle, clock.instant(), who, Act.SESSION_REVOKED, owner, Sentence.quoted(""));
        });
    }

    /** Those that began, by the clock of then, at a moment that has not come yet. */
    int endFuture(Handle handle, Instant now) {
        var latest = now.plus(TOLERATED).toEpochMilli();
        return handle.execute(
                "update session set ended_at = ? where ended_at is null and (began_at > ? or seen_at > ?)",
                now.toEpochMilli(),
                latest,
                latest);
    }

    void endAllOf(Handle handle, long personId) {
        end(handle, "person_id", personId);
    }

    private void end(Handle handle, String column, long id) {
        handle.execute(
                "update session set ended_at = ? where " + column + " = ? and ended_at is null", clock.millis(), id);
    }
}
