package org.mococxr.appliance.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.journal.JournalFile;
import org.mococxr.appliance.language.Sentence;

/** Who did what, kept for ever. Safe for use by many threads and programs. */
public final class Audit {
    private static final int LONGEST = 200;
    private static final String FIRST_SEAL = "";

    private final JournalFile file;
    private final Clock clock;

    Audit(JournalFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    public void record(String who, Act act, String about) {
        record(who, act, about, Sentence.quoted(""));
    }

    public void record(String who, Act act, String about, Sentence words) {
        file.write(handle -> record(handle, clock.instant(), who, act, about, words));
    }

    static int record(Handle handle, Instant now, String who, Act act, String about, Sentence words) {
        var before = handle.createQuery("select seal from audit order by id desc limit 1")
                .mapTo(String.class)
                .findOne()
                .orElse(FIRST_SEAL);
        var line = new Line(
                now.toEpochMilli(),
                shortened(who),
                act.code(),
                shortened(about),
                shortened(words.english()),
                words.key().isEmpty() ? "" : words.stored());
        return handle.execute(
                "insert into audit (at, who, act, about, words, said, seal) values (?, ?, ?, ?, ?, ?, ?)",
                line.at(),
                line.who(),
                line.act(),
                line.about(),
                line.words(),
                line.said(),
                line.seal(before));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** What a seal covers. */
    private record Line(long at, String who, String act, String about, String words, String said) {
        String seal(String before) {
            var text = String.join("\u001f", before, String.valueOf(at), who, act, about, words);
            return Secrets.hash(said.isEmpty() ? text : text + "\u001f" + said); // lines of earlier boxes have none
        }

        static Line of(ResultSet row) throws SQLException {
            return new Line(
                    row.getLong("at"),
                    row.getString("who"),
                    row.getString("act"),
                    row.getString("about"),
                    row.getString("words"),
                    row.getString("said"));
        }
    }

    /**
     * Newest first.
     *
     * @param before only lines with smaller numbers; {@code Long.MAX_VALUE} for the newest
     */
    public List<AuditEntry> entries(long before, int limit) {
        return file.read(handle -> handle.createQuery(
                        "select * from audit where id < :before order by id desc limit :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new AuditEntry(
                        row.getLong("id"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("who"),
                        Act.valueOf(row.getString("act").toUpperCase(Locale.ROOT)),
                        row.getString("about"),
                        words(row)))
                .list());
    }

    private static Sentence words(ResultSet row) throws SQLException {
        var said = row.getString("said");
        return Sentence.read(said.isEmpty() ? null : said, row.getString("words"));
    }

    /** Whether every line still is what was written, and none before the last is missing. */
    public boolean isWhole() {
        return file.read(handle -> {
            var before = new StringBuilder(FIRST_SEAL);
            return handle
                    .createQuery("select * from audit order by id")
                    .map((row, context) -> {
                        var expected = Line.of(row).seal(before.toString());
                        before.setLength(0);
                        before.append(row.getString("seal"));
                        return expected.equals(row.getString("seal"));
                    })
                    .stream()
                    .allMatch(Boolean::booleanValue);
        });
    }
}
