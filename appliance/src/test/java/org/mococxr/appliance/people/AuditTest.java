package org.mococxr.appliance.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;

/**
 * Threat covered: whoever can write the file of people, but has not the key, changes, leaves out, adds, cuts or seals anew lines of the audit
 * and is found out.
 */
final class AuditTest {
    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private People people;

    @BeforeEach
    void open() {
        people = People.open(folder.resolve("people.db"), AuditKey.open(folder.resolve("keys")), clock);
    }

    @AfterEach
    void close() {
        people.close();
    }

    private void lines(int count) {
        for (var i = 1; i <= count; i++) {
            people.audit().record("anna", Act.FILM_SENT, "film" + i);
        }
        people.audit().anchor();
    }

    @Test
    void whatWasWrittenIsWhole() {
        lines(5);

        assertThat(people.audit().check()).isEqualTo(new AuditCheck(5, 0, Optional.empty()));
        assertThat(people.audit().concern()).isEmpty();
    }

    @Test
    void sealingAnewWithoutTheKeyIsSeen() throws SQLException {
        lines(3);
        change("update audit set who = 'ben' where id = 2");
        sealAnewAsBoxesDidWithoutAKey();

        assertThat(brokenAt()).isEqualTo(3);
        assertThat(why()).contains("another than the one that was sealed last");
    }

    @Test
    void sealingAnewWithAnotherKeyIsSeen() throws SQLException {
        lines(3);
        people.close();
        change("delete from audit");
        try (var forger = People.open(folder.resolve("people.db"), AuditKey.open(folder.resolve("forged")), clock)) {
            for (var i = 1; i <= 3; i++) {
                forger.audit().record("ben", Act.FILM_SENT, "film" + i);
            }
        }
        open();

        assertThat(brokenAt()).isEqualTo(3);
        people.audit().anchor();
        assertThat(people.audit().concern().orElseThrow().english()).contains("line 3 is missing or another");
    }

    @Test
    void aTailThatIsCutIsSeenAndNotForgotten() throws SQLException {
        lines(5);
        change("delete from audit where id > 3");

        assertThat(brokenAt()).isEqualTo(4);
        people.audit().anchor();
        people.close();
        open();
        assertThat(why()).contains("the lines from here on are missing");
        people.audit().record("ben", Act.FILM_SENT, "film6");
        people.audit().record("ben", Act.FILM_SENT, "film7");
        people.audit().anchor();
        assertThat(brokenAt()).as("lines after it do not hide it").isEqualTo(5);
    }

    @Test
    void aLineThatIsChangedLeftOutOrAddedIsSeenWhereItIs() throws SQLException {
        lines(5);
        change("update audit set about = 'film9' where id = 2");
        assertThat(brokenAt()).isEqualTo(2);
        change("update audit set about = 'film2' where id = 2");
        assertThat(people.audit().check().broken()).isEmpty();
        change("delete from audit where id = 4");
        assertThat(brokenAt()).isEqualTo(4);
        change(
                "insert into audit (id, at, who, act, about, words, said, seal) select 4, at, who, act, 'film4', words, said, 'x' from audit where id = 3");
        assertThat(brokenAt()).isEqualTo(4);
    }

    @Test
    void linesOfABoxBeforeKeysAreWholeUpToTheChange() throws SQLException {
        lines(3);
        people.close();
        sealAnewAsBoxesDidWithoutAKey();
        delete("audit-key");
        delete("audit-head.json");
        open();
        lines(2);

        assertThat(people.audit().check()).isEqualTo(new AuditCheck(5, 3, Optional.empty()));
        change("update audit set who = 'ben' where id = 2");
        assertThat(brokenAt()).isEqualTo(2);
    }

    @Test
    void whatTheKeyRemembersCannotBeLostUnseen() {
        lines(2);
        delete("audit-head.json");

        assertThat(why()).contains("which line was the last is not known any more");
    }

    private long brokenAt() {
        return people.audit().check().broken().orElseThrow().line();
    }

    private String why() {
        return people.audit().check().broken().orElseThrow().why().english();
    }

    private void delete(String file) {
        assertThat(folder.resolve("keys").resolve(file).toFile().delete()).isTrue();
    }

    private interface Work {
        void with(Statement statement) throws SQLException;
    }

    private void onFile(Work work) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("people.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("drop trigger if exists audit_kept");
            statement.executeUpdate("drop trigger if exists audit_fixed");
            work.with(statement);
        }
    }

    private void change(String sql) throws SQLException {
        onFile(statement -> statement.executeUpdate(sql));
    }

    private void sealAnewAsBoxesDidWithoutAKey() throws SQLException {
        onFile(statement -> {
            var updates = new ArrayList<String>();
            var before = "";
            try (var rows = statement.executeQuery("select * from audit order by id")) {
                while (rows.next()) {
                    before = Secrets.hash(text(before, rows));
                    updates.add("update audit set seal = '%s' where id = %d".formatted(before, rows.getLong("id")));
                }
            }
            for (var update : updates) {
                statement.executeUpdate(update);
            }
        });
    }

    private static String text(String before, ResultSet row) throws SQLException {
        return String.join(
                "\u001f",
                before,
                String.valueOf(row.getLong("at")),
                row.getString("who"),
                row.getString("act"),
                row.getString("about"),
                row.getString("words"));
    }
}
