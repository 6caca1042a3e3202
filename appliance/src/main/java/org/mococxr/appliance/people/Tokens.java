package org.mococxr.appliance.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.journal.JournalException;
import org.mococxr.appliance.journal.JournalFile;
import org.mococxr.appliance.language.Sentence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets programs in, each with the rights it was given and no longer than agreed. Safe for use by many threads and programs. */
public final class Tokens {
    /** Begins every token, so that one that slipped into a file is recognised. */
    public static final String PREFIX = "cxr_";

    /** Programs do not administer people. */
    public static final Set<Right> GIVEN_TO_PROGRAMS =
            EnumSet.complementOf(EnumSet.of(Right.MANAGE_PEOPLE, Right.SEE_AUDIT));

    private static final Duration LONGEST = Duration.ofDays(366);
    /** Clocks are set right by less now and then. */
    private static final Duration TOLERATED = Duration.ofMinutes(5);

    private static final Duration USED_EVERY = Duration.ofMinutes(1);
    private static final int LONGEST_NAME = 60;

    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.people");

    private final JournalFile file;
    private final Audit audit;
    private final Clock clock;

    Tokens(JournalFile file, Audit audit, Clock clock) {
        this.file = file;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @return the secret, shown once
     * @throws NotAllowedException saying what a token needs
     */
    public String make(String who, String name, Set<Right> rights, Duration lasts) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new NotAllowedException(Sentence.of("rule.token_name", LONGEST_NAME));
        }
        if (rights.isEmpty() || !GIVEN_TO_PROGRAMS.containsAll(rights)) {
            throw new NotAllowedException(Sentence.of("rule.token_rights"));
        }
        if (lasts.isNegative() || lasts.isZero() || lasts.compareTo(LONGEST) > 0) {
            throw new NotAllowedException(Sentence.of("rule.token_days", LONGEST.toDays()));
        }
        var token = PREFIX + Secrets.token();
        file.write(handle -> {
            var now = clock.instant();
            handle.execute(
                    "insert into token (name, token_hash, rights, made_by, made_at, expires_at) values (?, ?, ?, ?, ?, ?)",
                    name.strip(),
                    Secrets.hash(token),
                    rights.stream().map(Right::code).sorted().collect(Collectors.joining(",")),
                    who,
                    now.toEpochMilli(),
                    now.plus(lasts).toEpochMilli());
            return audit.record(handle, now, who, Act.TOKEN_MADE, name, Sentence.of("audit.for_days", lasts.toDays()));
        });
        return token;
    }

    /** Empty if there is no such token, it was revoked, or its time is over. */
    public Optional<TokenEntry> of(String token) {
        var now = clock.instant();
        var found = file.read(handle -> handle.createQuery(
                        "select * from token where token_hash = :hash and revoked_at is null and expires_at > :now")
                .bind("hash", Secrets.hash(token))
                .bind("now", now.toEpochMilli())
                .map((row, context) -> entry(row))
                .findOne());
        found.filter(entry -> entry.usedAt()
                        .map(used -> used.plus(USED_EVERY).isBefore(now))
                        .orElse(true))
                .ifPresent(entry -> used(entry, now));
        return found;
    }

    /** On a full disk results are read all the same. */
    private void used(TokenEntry token, Instant now) {
        try {
            file.write(handle ->
                    handle.execute("update token set used_at = ? where id = ?", now.toEpochMilli(), token.id()));
        } catch (JournalException e) {
            LOG.warn("That a token is in use cannot be written down; it is let in", e);
        }
    }

    /** Neither revoked nor over. */
    public List<TokenEntry> valid() {
        return file.read(handle -> handle.createQuery(
                        "select * from token where revoked_at is null and expires_at > :now order by name, id")
                .bind("now", clock.millis())
                .map((row, context) -> entry(row))
                .list());
    }

    /** @throws NotAllowedException if there is no such token */
    public void revoke(String who, long id) {
        file.write(handle -> {
            var name = handle.createQuery("select name from token where id = :id and revoked_at is null")
                    .bind("id", id)
                    .mapTo(String.class)
                    .findOne()
                    .orElseThrow(() -> new NotAllowedException(Sentence.of("rule.no_token")));
            handle.execute("update token set revoked_at = ? where id = ?", clock.millis(), id);
            return audit.record(handle, clock.instant(), who, Act.TOKEN_REVOKED, name, Sentence.quoted(""));
        });
    }

    /** A token that was made, by the clock of then, at a moment that has not come yet begins now and lasts as long as was agreed. */
    static int limit(Handle handle, Instant now) {
        return handle.execute(
                "update token set expires_at = expires_at - made_at + ?, made_at = ? where revoked_at is null and made_at > ?",
                now.toEpochMilli(),
                now.toEpochMilli(),
                now.plus(TOLERATED).toEpochMilli());
    }

    private static TokenEntry entry(ResultSet row) throws SQLException {
        var used = row.getLong("used_at");
        return new TokenEntry(
                row.getLong("id"),
                row.getString("name"),
                List.of(row.getString("rights").split(",")).stream()
                        .flatMap(code -> Right.named(code).stream())
                        .collect(Collectors.toSet()),
                row.getString("made_by"),
                Instant.ofEpochMilli(row.getLong("made_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                used == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used)));
    }
}
