package org.mococxr.appliance.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;

/** Threat covered: a clock that jumps, while the box runs or while it does not, strands nothing and has nothing deleted. */
final class ClockWatchTest {
    private static final Duration LONG = Duration.ofDays(400);

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private long nanos;
    private int limited;

    @Test
    void aClockThatGoesOnIsNoConcern() {
        var watch = open();
        pass(Duration.ofDays(3));

        watch.look();

        assertThat(watch.concern()).isEmpty();
        assertThat(watch.trustsAges()).isTrue();
        assertThat(limited).as("at the start").isEqualTo(1);
    }

    @Test
    void aJumpBackEndsWaitsAndIsTold() {
        var watch = open();
        clock.pass(LONG.negated());

        watch.look();

        assertThat(limited).isEqualTo(2);
        assertThat(watch.concern().orElseThrow().english()).contains("jumped from 2026-11-23", "to 2025-10-19");
        pass(Duration.ofDays(2));
        assertThat(watch.concern()).as("not for ever").isEmpty();
    }

    @Test
    void afterAJumpAheadNothingIsOldUntilTheClockWentOnForADay() {
        var watch = open();
        pass(Duration.ofDays(2));
        assertThat(watch.trustsAges()).isTrue();

        clock.pass(LONG);

        assertThat(watch.trustsAges()).isFalse();
        pass(Duration.ofHours(23));
        assertThat(watch.trustsAges()).isFalse();
        pass(Duration.ofHours(2));
        assertThat(watch.trustsAges()).isTrue();
    }

    @Test
    void aRestartDoesNotMakeAWrongClockRight() {
        open().look();
        var watch = open();
        pass(Duration.ofDays(2));
        watch.look();
        clock.pass(LONG);
        watch.look();

        assertThat(open().trustsAges()).isFalse();
        clock.pass(LONG.negated());
        var right = open();

        assertThat(right.concern())
                .as("told after the clock was set right while the box was off")
                .isPresent();
        pass(Duration.ofHours(25));
        assertThat(right.trustsAges()).isTrue();
    }

    @Test
    void aClockThatIsFarAheadAtTheStartIsDoubted() {
        var watch = open();
        pass(Duration.ofDays(2));
        watch.look();
        clock.pass(LONG);

        assertThat(open().trustsAges()).isFalse();
    }

    @Test
    void aFileThatCannotBeReadIsWrittenAnew() throws IOException {
        Files.writeString(folder.resolve("clock.json"), "{\"at\": \"yesterday\"");

        var watch = open();
        watch.look();

        assertThat(folder.resolve("clock.json")).content().contains("2026-11-23T08:00:00Z");
    }

    private ClockWatch open() {
        return ClockWatch.open(folder.resolve("clock.json"), clock, () -> nanos, () -> {
            limited++;
            return 0;
        });
    }

    private void pass(Duration time) {
        clock.pass(time);
        nanos += time.toNanos();
    }
}
