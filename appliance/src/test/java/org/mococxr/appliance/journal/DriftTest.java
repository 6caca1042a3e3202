package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DriftTest {
    /** z worked out apart from this program: 0, 3.01, 2.92, 3.17, -7.07, -2.98, and shares without any spread. */
    @ParameterizedTest
    @CsvSource({
        "10, 100, 40, 400, NONE",
        "21, 100, 40, 400, MORE",
        "21, 100, 41, 400, NONE",
        "22, 100, 41, 400, MORE",
        "0, 100, 40, 100, LESS",
        "1, 100, 41, 400, NONE",
        "100, 100, 400, 400, NONE",
        "0, 100, 0, 400, NONE"
    })
    void saysWhatIsBeyondChance(long part, long whole, long partBefore, long wholeBefore, Drift wanted) {
        assertThat(Drift.of(part, whole, partBefore, wholeBefore)).isEqualTo(wanted);
    }

    @Test
    void saysNothingOfFewFilms() {
        assertThat(Drift.of(19, 19, 0, 400)).isEqualTo(Drift.NONE);
        assertThat(Drift.of(100, 100, 0, 19)).isEqualTo(Drift.NONE);
        assertThat(Drift.of(20, 20, 0, 20)).isEqualTo(Drift.MORE);
    }

    @Test
    void chanceAloneSeldomPasses() {
        var random = new Random(5);
        var alarms = 0;
        for (var trial = 0; trial < 2000; trial++) {
            var now = random.ints(100, 0, 100).filter(value -> value < 20).count();
            var before = random.ints(400, 0, 100).filter(value -> value < 20).count();
            alarms += Drift.of(now, 100, before, 400) == Drift.NONE ? 0 : 1;
        }

        assertThat(alarms).as("of 2000, about 5 expected").isLessThan(20);
    }

    @Test
    void positivityIsOfTheFilmsThatWereNotRefused() {
        var now = new DayCounts.Device("DX1", 60, 30, 15);
        var before = new DayCounts.Device("DX1", 400, 0, 40);

        assertThat(Drift.ofRefusals(now, before)).isEqualTo(Drift.MORE);
        assertThat(Drift.ofPositivity(now, before)).isEqualTo(Drift.MORE);
        assertThat(Drift.ofPositivity(before, now)).isEqualTo(Drift.LESS);
    }
}
