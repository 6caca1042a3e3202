package org.mococxr.appliance.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.journal.JournalFile;
import org.mococxr.appliance.language.Sentence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what, kept for ever. Each line is sealed, with a key that lies elsewhere, together with the seal before it; which was the last
 * is kept beside the key. Safe for use by many threads and programs.
 */
public final class Audit {
    private static final int LONGEST = 200;
    private static final int LONGEST_ABOUT = 1_000;
    private static final String FIRST_SEAL = "";
    private static final String KEY_ENDS = ":";
    private static final Logger LOG = LoggerFactory.getLogger("org.mococxr.audit");

    private final JournalFile file;
    private final AuditKey key;
    private final Clock clock;
    private volatile Optional<Sentence> concern = Optional.empty();

    Audit(JournalFile file, AuditKey key, Clock clock) {
        this.file = file;
        this.key = key;
        this.clock = clock;
    }

    public void record(String who, Act act, String about) {
        record(who, act, about, Sentence.quoted(""));
    }

    public void record(String who, Act act, String about, Sentence words) {
        record(List.of(new Entry(who, act, shortened(about), words)));
    }

    /** What a line is about. */
    record Entry(String who, Act act, String about, Sentence words) {}

    /** All or none. */
    void record(List<Entry> entries) {
        file.write(handle -> {
            entries.forEach(
                    entry -> record(handle, clock.instant(), entry.who(), entry.act(), entry.about(), entry.words()));
            return entries;
        });
    }

    int record(Handle handle, Instant now, String who, Act act, String about, Sentence words) {
        var before = last(handle).map(Sealed::seal).orElse(FIRST_SEAL);
        var line = new Line(
                now.toEpochMilli(),
                shortened(who),
                act.code(),
                about.length() <= LONGEST_ABOUT ? about : about.substring(0, LONGEST_ABOUT) + "…",
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
                line.seal(before, key));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** A line's number and seal. */
    private record Sealed(long line, String seal) {}

    private static Optional<Sealed> last(Handle handle) {
        return handle.createQuery("select id, seal from audit order by id desc limit 1")
                .map((row, context) -> new Sealed(row.getLong("id"), row.getString("seal")))
                .findOne();
    }

    /** What a seal covers. */
    private record Line(long at, String who, String act, String about, String words, String said) {
        String seal(String before, AuditKey key) {
            return key.id()
                    + KEY_ENDS
                    + key.mac(String.join("\u001f", before, String.valueOf(at), who, act, about, words, said));
        }

        /** As boxes sealed that had no key. */
        String sealWithoutKey(String before) {
            var text = String.join("\u001f", before, String.valueOf(at), who, act, about, words);
            return Secrets.hash(said.isEmpty() ? text : text + "\u001f" + said);
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

    /**
     * Keeps beside the key which line is the last, unless the one it knew is not there any more; to be called at intervals of some seconds,
     * at the start and at the stop.
     */
    public void anchor() {
        var head = key.head();
        var last = file.read(Audit::last).orElse(new Sealed(0, FIRST_SEAL));
        if (head.filter(this::isThere).isEmpty()) {
            var line = head.map(AuditKey.Head::line).orElse(last.line());
            if (concern.isEmpty()) {
                LOG.error("The audit is not as this box wrote it: line {} is missing or another", line);
            }
            concern = Optional.of(Sentence.of("concern.audit_broken", line));
        } else if (head.get().line() < last.line()) {
            key.anchor(last.line(), last.seal());
        }
    }

    /** Takes down that a backup was restored, and from then on takes its last line for the last. */
    void restored(Sentence words) {
        record(Visitor.COMMAND_LINE, Act.RESTORED, "", words);
        var last = file.read(Audit::last).orElseThrow();
        key.anchor(last.line(), last.seal());
    }

    private boolean isThere(AuditKey.Head head) {
        return head.line() == 0
                || file.read(handle -> handle.createQuery("select seal from audit where id = :line")
                                .bind("line", head.line())
                                .mapTo(String.class)
                                .findOne())
                        .filter(head.seal()::equals)
                        .isPresent();
    }

    /** For the log, which may be kept on another machine: how far the audit goes. */
    public void tell() {
        file.read(Audit::last)
                .ifPresent(last -> LOG.info("The audit goes to line {}, sealed {}", last.line(), last.seal()));
    }

    /** That it is not as this box wrote it. */
    public Optional<Sentence> concern() {
        return concern;
    }

    /** Whether every line still is what was written, and none is missing. */
    public AuditCheck check() {
        var head = key.head(); // before the lines, of which there may be more by then
        return file.read(handle -> {
            try (var lines = handle
                    .createQuery("select * from audit order by id")
                    .map((row, context) -> new Kept(row.getLong("id"), Line.of(row), row.getString("seal")))
                    .stream()) {
                return new Check(key, head).of(lines.iterator());
            }
        });
    }

    private record Kept(long number, Line line, String seal) {
        boolean hasKey() {
            return seal.contains(KEY_ENDS);
        }

        boolean isOf(AuditKey key) {
            return seal.startsWith(key.id() + KEY_ENDS);
        }
    }

    /** Goes through the lines once. */
    private static final class Check {
        private final AuditKey key;
        private final Optional<AuditKey.Head> head;
        private String before = FIRST_SEAL;
        private long lines;
        private long fromBefore;
        private boolean keyed;

        Check(AuditKey key, Optional<AuditKey.Head> head) {
            this.key = key;
            this.head = head;
        }

        AuditCheck of(Iterator<Kept> all) {
            while (all.hasNext()) {
                var line = all.next();
                lines++;
                var why = wrong(line);
                if (why.isPresent()) {
                    return broken(lines, why.get());
                }
                before = line.seal();
            }
            if (head.isEmpty()) {
                return broken(lines, "audit.why.no_head");
            }
            return head.get().line() > lines
                    ? broken(lines + 1, "audit.why.cut")
                    : new AuditCheck(lines, fromBefore, Optional.empty());
        }

        private AuditCheck broken(long line, String why) {
            return new AuditCheck(lines, fromBefore, Optional.of(new AuditCheck.Break(line, Sentence.of(why))));
        }

        private Optional<String> wrong(Kept line) {
            if (line.number() != lines) {
                return Optional.of("audit.why.missing");
            }
            if (line.isOf(key)) {
                keyed = true;
                if (!line.seal().equals(line.line().seal(before, key))) {
                    return Optional.of("audit.why.changed");
                }
            } else if (keyed) {
                return Optional.of("audit.why.other_key");
            } else {
                fromBefore++;
                if (!line.hasKey() && !line.seal().equals(line.line().sealWithoutKey(before))) {
                    return Optional.of("audit.why.changed");
                }
            }
            return head.filter(last -> last.line() == lines && !last.seal().equals(line.seal()))
                    .map(last -> "audit.why.another");
        }
    }
}
