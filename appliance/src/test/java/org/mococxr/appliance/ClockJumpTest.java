package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** Threat covered: a clock that was ahead strands no film that was acknowledged, neither over a restart nor in a running box. */
final class ClockJumpTest {
    private static final Duration AHEAD = Duration.ofDays(400);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void aFilmThatWaitsForAYearIsAssessedAtTheNextStart() throws Exception {
        var data = folder.resolve("data");
        try (var box = RunningBox.start(data)) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            box.filmsAtRest(1);
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"));
                var statement = connection.createStatement()) {
            statement.execute("pragma foreign_keys = off");
            statement.execute("drop trigger outcome_kept");
            statement.execute("drop trigger assessment_kept");
            statement.execute("delete from outcome");
            statement.execute("delete from assessment");
            statement.execute("drop trigger identity_kept");
            statement.execute("delete from identity");
            statement.execute("update work set stage = 'waiting', not_before = "
                    + Instant.now().plus(AHEAD).toEpochMilli());
        }

        try (var box = RunningBox.start(data)) {
            assertThat(box.filmsAtRest(1).get(0).path("state").asText()).isEqualTo("scored");
        }
    }

    @Test
    void aRunningBoxWhoseClockIsSetBackSaysSoAndGoesOn() throws Exception {
        var clock = new ManualClock();
        try (var box = RunningBox.start(folder.resolve("data"), clock)) {
            clock.pass(AHEAD.negated());
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));

            assertThat(box.filmsAtRest(1).get(0).path("state").asText()).isEqualTo("scored");
            var until = Instant.now().plus(PATIENCE);
            while (!box.text("/api/v1/health").contains("clock of this machine jumped")) {
                assertThat(Instant.now()).isBefore(until);
                LockSupport.parkNanos(20_000_000);
            }
        }
    }
}
