package org.mococxr.appliance.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;

/** Threat covered: nobody looks at films without a line that says so, and a line that cannot be written keeps nobody from a result. */
final class ReadsTest {
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

    @Test
    void looksOfAnHourAreGatheredByPersonAndKind() {
        var reads = people.reads();
        reads.note("anna", Act.FILM_OPENED, "film1");
        reads.note("anna", Act.FILM_OPENED, "film2");
        reads.note("anna", Act.FILM_OPENED, "film1");
        reads.note("ben", Act.FILM_OPENED, "film1");
        reads.note("anna", Act.FILMS_LISTED, "");
        reads.write();

        assertThat(lines())
                .containsExactly(
                        "anna films_listed  times: 1",
                        "ben film_opened film1 times: 1",
                        "anna film_opened film1 film2 times: 3");
    }

    @Test
    void whatRepeatsIsWrittenWhenTheHourIsOverAndWhatIsNewAtOnce() {
        var reads = people.reads();
        reads.note("anna", Act.FILM_OPENED, "film1");
        reads.write();
        for (var i = 0; i < 100; i++) {
            reads.note("anna", Act.FILM_OPENED, "film1");
            reads.write();
        }
        assertThat(lines()).hasSize(1);
        reads.note("anna", Act.FILM_OPENED, "film2");
        reads.write();
        assertThat(lines()).hasSize(2);

        reads.note("anna", Act.FILM_OPENED, "film1");
        clock.pass(Duration.ofHours(1));
        reads.write();

        assertThat(lines())
                .containsExactly(
                        "anna film_opened  times: 1",
                        "anna film_opened film2 times: 101",
                        "anna film_opened film1 times: 1");
    }

    @Test
    void manyFilmsAreNamedUpToABoundAndCounted() {
        for (var i = 0; i < 60; i++) {
            people.reads().note("(program export)", Act.RESULT_FETCHED, "film" + i);
        }
        people.reads().write();

        assertThat(lines()).singleElement().asString().contains("film0 film1", "film49 times: 60; further films: 10");
    }

    @Test
    void whatCannotBeWrittenIsToldAndWrittenLater() throws SQLException {
        var reads = people.reads();
        change("create trigger full before insert on audit begin select raise(abort, 'the disk is full'); end");
        reads.note("anna", Act.FILM_OPENED, "film1");
        reads.write();
        reads.note("anna", Act.FILM_OPENED, "film2");
        reads.write();
        assertThat(reads.concern().orElseThrow().english()).contains("2 looks at films wait");

        change("drop trigger full");
        reads.write();

        assertThat(reads.concern()).isEmpty();
        assertThat(lines()).containsExactly("anna film_opened film1 film2 times: 2");
    }

    @Test
    void whatIsLeftIsWrittenAtTheStop() {
        people.reads().note("anna", Act.FILM_OPENED, "film1");
        people.close();
        open();

        assertThat(lines()).hasSize(1);
    }

    private List<String> lines() {
        return people.audit().entries(Long.MAX_VALUE, 1000).stream()
                .map(line -> "%s %s %s %s"
                        .formatted(
                                line.who(),
                                line.act().code(),
                                line.about(),
                                line.words().english()))
                .toList();
    }

    private void change(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("people.db"));
                var changing = connection.createStatement()) {
            changing.executeUpdate(statement);
        }
    }
}
