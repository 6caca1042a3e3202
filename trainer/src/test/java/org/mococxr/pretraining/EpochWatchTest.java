package org.mococxr.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.run.Housekeeping;
import org.mococxr.run.Journal;
import org.mococxr.run.RunRefusedException;
import org.mococxr.run.StopSignal;

/** What alarms say, and that they are silent while all is well. */
class EpochWatchTest {
    @TempDir
    private Path folder = Path.of("");

    private EpochWatch watch() {
        var preset = Preset.CXR_STRONG;
        var settings = new PretrainSettings(
                "resnet18",
                32,
                32,
                preset.views(),
                4,
                8,
                0.2,
                KeyMomentum.constant(0.9),
                2,
                Positives.SAME_FILM,
                false,
                preset.optimizer(),
                0.01,
                preset.schedule(),
                0,
                0,
                10,
                1);
        return new EpochWatch(
                settings,
                new Housekeeping(
                        folder, 1, Duration.ofHours(1), "test", Journal.SILENT, new StopSignal(), Clock.systemUTC()),
                0);
    }

    private static EpochTotals totals(double loss, double found) {
        var totals = new EpochTotals();
        totals.add(new float[] {(float) loss, 0.8f, 0.5f, (float) found});
        return totals;
    }

    private static Spread spread(double std) {
        return new Spread(std, 0.1, 60);
    }

    @Test
    void saysNothingWhileAllIsWell() {
        assertThat(watch().alarms(2, totals(1.5, 0.6), spread(0.9))).isEmpty();
        assertThat(watch().alarms(1, totals(2.5, 0.1), spread(0.9))).isEmpty(); // the queue is still random
        assertThat(watch().alarms(6, totals(0.1, 0.99), spread(0.9))).isEmpty(); // late, it may be that good
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(watch().alarms(2, totals(1.5, 0.6), spread(0.1)))
                .singleElement(STRING)
                .contains("nearly collapsed");
        assertThat(watch().alarms(2, totals(0.1, 0.99), spread(0.9)))
                .singleElement(STRING)
                .contains("99 % of the queries find their key already");
        assertThat(watch().alarms(2, totals(2.5, 0.1), spread(0.9)))
                .singleElement(STRING)
                .contains("still above the 2.197 of knowing nothing");
    }

    @Test
    void stopsWhenEverythingHasBecomeOneDirection() {
        assertThatThrownBy(() -> watch().epochEnds(2, totals(1.5, 0.6), spread(0.01), Map.of()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("collapsed to one direction (spread 0.010");
        assertThat(folder.resolve("report.html")).content().contains("nearly collapsed");
    }
}
