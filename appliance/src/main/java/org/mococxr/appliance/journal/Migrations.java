package org.mococxr.appliance.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings the schema up to date, one step after another; {@code PRAGMA user_version} counts the steps done. */
final class Migrations {
    private static final List<String> STEPS = List.of("001-first.sql", "002-lanes-studies-shadow.sql");

    private Migrations() {}

    /** @throws JournalException if the file was written by a newer box than this one */
    static void apply(Connection connection, Path file) throws SQLException {
        try (var statement = connection.createStatement()) {
            var done = version(statement);
            if (done > STEPS.size()) {
                throw new JournalException(
                        "the journal %s has version %d and this box knows up to %d; a newer box wrote it, start that one"
                                .formatted(file, done, STEPS.size()),
                        null);
            }
            for (var step = done; step < STEPS.size(); step++) {
                run(connection, statement, STEPS.get(step), step + 1);
            }
        }
    }

    /** @throws JournalException if a box has to open the file first */
    static void requireUpToDate(Connection connection, Path file) throws SQLException {
        try (var statement = connection.createStatement()) {
            var done = version(statement);
            if (done != STEPS.size()) {
                throw new JournalException(
                        "the journal %s has version %d and this program reads version %d; start the box of this version once, it brings the journal up to date"
                                .formatted(file, done, STEPS.size()),
                        null);
            }
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("pragma user_version")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void run(Connection connection, Statement statement, String step, int version) throws SQLException {
        connection.setAutoCommit(false);
        try {
            statement.executeUpdate(text(step));
            statement.executeUpdate("pragma user_version = " + version);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static String text(String step) {
        try (InputStream in = Migrations.class.getResourceAsStream(step)) {
            if (in == null) {
                throw new JournalException("the journal's schema step %s is not in this build".formatted(step), null);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new JournalException("cannot read the journal's schema step " + step, e);
        }
    }
}
