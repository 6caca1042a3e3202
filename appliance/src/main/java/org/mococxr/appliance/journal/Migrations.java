package org.mococxr.appliance.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings the schema up to date, one step after another; {@code PRAGMA user_version} counts the steps done. */
final class Migrations {
    private Migrations() {}

    /** @throws JournalException if the file was written by a newer box than this one */
    static void apply(Connection connection, Path file, Schema schema) throws SQLException {
        try (var statement = connection.createStatement()) {
            var done = version(statement);
            var known = schema.steps().size();
            if (done > known) {
                throw new JournalException(
                        "the file %s has version %d and this box knows up to %d; a newer box wrote it, start that one"
                                .formatted(file, done, known),
                        null);
            }
            for (var step = done; step < known; step++) {
                run(connection, statement, text(schema, schema.steps().get(step)), step + 1);
            }
        }
    }

    /** @throws JournalException if a box has to open the file first */
    static void requireUpToDate(Connection connection, Path file, Schema schema) throws SQLException {
        try (var statement = connection.createStatement()) {
            var done = version(statement);
            if (done != schema.steps().size()) {
                throw new JournalException(
                        "the file %s has version %d and this program reads version %d; start the box of this version once, it brings the file up to date"
                                .formatted(file, done, schema.steps().size()),
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
            statement.executeUpdate(step);
            statement.executeUpdate("pragma user_version = " + version);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static String text(Schema schema, String step) {
        try (InputStream in = schema.home().getResourceAsStream(step)) {
            if (in == null) {
                throw new JournalException("the schema step %s is not in this build".formatted(step), null);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new JournalException("cannot read the schema step " + step, e);
        }
    }
}
