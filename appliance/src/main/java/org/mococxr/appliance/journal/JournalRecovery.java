package org.mococxr.appliance.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.mococxr.appliance.durable.DurableFile;
import org.sqlite.SQLiteConfig;

/**
 * Looks for damage in a journal's file, and makes a new one from what can be read of a damaged one. Nothing of the damaged file is
 * changed or deleted. The box must not run meanwhile.
 */
public final class JournalRecovery {
    private static final DateTimeFormatter DATED =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final List<String> ENDINGS = List.of("", "-wal", "-shm");

    /** What a film's row says about itself must hold together, or pages would say what nobody found. */
    private static final List<String> MENDS = List.of(
            // results of which a part was lost are no results: the film is assessed again
            """
            delete from outcome where kind = 'scored' and (select count(*) from assessment a where a.film_id = outcome.film_id)
              < (select max(n) from (select count(*) as n from outcome o join assessment b on b.film_id = o.film_id
                 where o.model_digest = outcome.model_digest group by o.film_id union all select 1))
            """,
            "delete from assessment where film_id not in (select film_id from outcome where kind = 'scored')",
            """
            insert into work (film_id, stage, attempts, not_before)
              select id, 'waiting', 0, received_at from film where id not in (select film_id from work)
            """,
            "update work set stage = 'done', lease_until = null where film_id in (select film_id from outcome)",
            """
            update work set stage = 'waiting', lease_until = null, attempts = 0
              where stage <> 'waiting' and film_id not in (select film_id from outcome)
            """,
            // what belongs to a result that was lost comes anew with the next one
            "delete from identity where film_id not in (select film_id from outcome)",
            "delete from delivery where film_id not in (select film_id from outcome)",
            "delete from attempt where film_id in (select film_id from work where attempts = 0)",
            "delete from attempt_failure where film_id in (select film_id from work where attempts = 0)");

    private final Path file;
    private final Clock clock;

    public JournalRecovery(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * What was saved.
     *
     * @param damaged where the damaged file lies now
     * @param rows that were read and kept
     * @param unreadable ranges of rows that could not be read
     * @param refused rows that were read and do not fit, or belong to a film that is lost
     * @param films among the rows
     * @param results among them
     */
    public record Recovered(Path damaged, long rows, long unreadable, long refused, long films, long results) {}

    /** What is wrong with the file, in words; empty if nothing. */
    public List<String> check() {
        var found = new ArrayList<String>();
        try (var connection = connect(file, true);
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("pragma integrity_check")) {
                while (rows.next()) {
                    if (!rows.getString(1).equals("ok")) {
                        found.add(rows.getString(1).strip());
                    }
                }
            }
            try (var rows = statement.executeQuery("pragma foreign_key_check")) {
                while (rows.next()) {
                    found.add("row %d of %s belongs to a row of %s that is not there"
                            .formatted(rows.getLong(2), rows.getString(1), rows.getString(3)));
                }
            }
        } catch (SQLException e) {
            found.add("it cannot be read to its end: " + e.getMessage());
        }
        return found;
    }

    /** Makes the new journal first; only when it is whole does it take the place of the damaged one, which is kept beside. */
    public Recovered recover() {
        var fresh = file.resolveSibling("journal-recovering.db");
        try {
            for (var ending : ENDINGS) {
                Files.deleteIfExists(beside(fresh, ending));
            }
            JournalFile.open(fresh, Schema.JOURNAL).close();
            var counts = new Counts();
            try (var to = connect(fresh, false)) {
                fill(to, counts);
            }
            var aside = setAside();
            DurableFile.publish(fresh, file);
            return new Recovered(aside, counts.rows, counts.unreadable, counts.refused, counts.films, counts.results);
        } catch (IOException | SQLException e) {
            throw new JournalException(
                    "no new journal was made from %s: %s. Nothing was changed".formatted(file, e.getMessage()), e);
        }
    }

    private static final class Counts {
        private long rows;
        private long unreadable;
        private long refused;
        private long films;
        private long results;
    }

    private static Path beside(Path database, String ending) {
        return database.resolveSibling(database.getFileName() + ending);
    }

    private Path setAside() throws IOException {
        var dated = "journal-damaged-" + DATED.format(clock.instant());
        var aside = file.resolveSibling(dated + ".db");
        for (var i = 2; Files.exists(aside); i++) {
            aside = file.resolveSibling("%s-%d.db".formatted(dated, i));
        }
        for (var ending : ENDINGS) {
            if (Files.exists(beside(file, ending))) {
                Files.move(beside(file, ending), beside(aside, ending));
            }
        }
        return aside;
    }

    private static Connection connect(Path file, boolean toRead) throws SQLException {
        var config = new SQLiteConfig();
        config.enforceForeignKeys(false);
        var connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        if (toRead) {
            try (var statement = connection.createStatement()) {
                statement.execute("pragma query_only = on");
            }
        }
        return connection;
    }

    private void fill(Connection to, Counts counts) throws SQLException {
        to.setAutoCommit(false);
        var triggers = texts(to, "select sql from sqlite_master where type = 'trigger'");
        for (var name : texts(to, "select name from sqlite_master where type = 'trigger'")) {
            execute(to, "drop trigger " + name);
        }
        try (var from = connect(file, true)) {
            for (var table :
                    texts(to, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")) {
                new TableCopy(from, to, table).run(counts);
            }
        }
        counts.refused += removeOrphans(to);
        for (var mend : MENDS) {
            execute(to, mend);
        }
        counts.refused += removeOrphans(to);
        for (var trigger : triggers) {
            execute(to, trigger);
        }
        counts.films = Long.parseLong(texts(to, "select count(*) from film").get(0));
        counts.results =
                Long.parseLong(texts(to, "select count(*) from outcome").get(0));
        to.commit();
        to.setAutoCommit(true);
        execute(to, "pragma wal_checkpoint(truncate)");
    }

    /** A film stays, whatever it refers to; other rows without their film go. */
    private static long removeOrphans(Connection to) throws SQLException {
        var removed = 0L;
        execute(to, "update film set conflicts_with = null where conflicts_with not in (select id from film)");
        while (true) {
            var orphans = new ArrayList<String>();
            try (var statement = to.createStatement();
                    var rows = statement.executeQuery("pragma foreign_key_check")) {
                while (rows.next()) {
                    orphans.add("delete from %s where rowid = %d".formatted(rows.getString(1), rows.getLong(2)));
                }
            }
            if (orphans.isEmpty()) {
                return removed;
            }
            for (var orphan : orphans) {
                execute(to, orphan);
                removed++;
            }
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** Copies a table row by row in the order of its row ids; where a page cannot be read it finds the next row that can. */
    private static final class TableCopy {
        /** Further than any box's rows. */
        private static final long FARTHEST = 1L << 40;

        private final Connection from;
        private final Connection to;
        private final String table;
        private long last;

        TableCopy(Connection from, Connection to, String table) {
            this.from = from;
            this.to = to;
            this.table = table;
        }

        void run(Counts counts) throws SQLException {
            List<String> columns;
            try {
                columns = new ArrayList<>(columns(from));
            } catch (SQLException e) {
                counts.unreadable++; // nothing of it can be read
                return;
            }
            columns.retainAll(columns(to));
            if (columns.isEmpty()) {
                return;
            }
            last = -1;
            while (!readOn(columns, counts)) {
                counts.unreadable++;
                var next = firstReadableAfter(last);
                if (next > FARTHEST) {
                    return;
                }
                last = next - 1;
            }
        }

        private List<String> columns(Connection of) throws SQLException {
            return texts(of, "select name from pragma_table_info('%s')".formatted(table));
        }

        /** @return whether the end was reached */
        private boolean readOn(List<String> columns, Counts counts) throws SQLException {
            var names = String.join(", ", columns);
            var places = String.join(", ", columns.stream().map(column -> "?").toList());
            try (var insert = to.prepareStatement(
                    "insert or ignore into %s (rowid, %s) values (?, %s)".formatted(table, names, places))) {
                try (var select = from.prepareStatement(
                        "select rowid, %s from %s where rowid > ? order by rowid".formatted(names, table))) {
                    select.setLong(1, last);
                    try (var rows = select.executeQuery()) {
                        while (rows.next()) {
                            for (var i = 1; i <= columns.size() + 1; i++) {
                                insert.setObject(i, rows.getObject(i));
                            }
                            last = rows.getLong(1);
                            if (insert(insert)) {
                                counts.rows++;
                            } else {
                                counts.refused++;
                            }
                        }
                        return true;
                    }
                } catch (SQLException e) {
                    return false; // the page after the last row is damaged
                }
            }
        }

        private static boolean insert(PreparedStatement insert) {
            try {
                return insert.executeUpdate() == 1;
            } catch (SQLException e) {
                return false; // what stands in a damaged row fits nowhere
            }
        }

        /** Doubles its step until a row can be read, then halves it to miss none. */
        private long firstReadableAfter(long row) {
            var bad = row;
            var step = 1L;
            while (bad + step <= FARTHEST && !isReadable(bad + step)) {
                bad += step;
                step *= 2;
            }
            var good = bad + step;
            while (good <= FARTHEST && good - bad > 1) {
                var middle = bad + (good - bad) / 2;
                if (isReadable(middle)) {
                    good = middle;
                } else {
                    bad = middle;
                }
            }
            return good;
        }

        private boolean isReadable(long row) {
            try (var select = from.prepareStatement(
                    "select * from %s where rowid >= ? order by rowid limit 1".formatted(table))) {
                select.setLong(1, row);
                try (var rows = select.executeQuery()) {
                    rows.next();
                    return true;
                }
            } catch (SQLException e) {
                return false;
            }
        }
    }
}
