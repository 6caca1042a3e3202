package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatisticsTest {
    @TempDir
    private Path folder;

    @Test
    void countsWhatCameSinceAMomentByFindingDeviceAndSender() {
        try (var box = JournalUnderTest.in(folder)) {
            box.receive("old", ReceivedFilm.Source.DICOM, Optional.empty());
            box.scoreNext(0.9, 0.5);
            box.clock.pass(Duration.ofDays(1));
            var from = box.clock.instant();
            for (var probability : new double[] {0.9, 0.2, 0.3}) {
                box.receive("film" + probability, ReceivedFilm.Source.DICOM, Optional.empty());
                box.clock.pass(Duration.ofSeconds(2));
                box.scoreNext(probability, 0.5);
            }
            box.receive("black", ReceivedFilm.Source.DICOM, Optional.empty());
            box.clock.pass(Duration.ofSeconds(10));
            box.refuseNext();

            var counts = box.journal.statistics().since(from);

            assertThat(counts.received()).isEqualTo(4);
            assertThat(counts.scored()).isEqualTo(3);
            assertThat(counts.refused()).isEqualTo(1);
            assertThat(counts.failed()).isZero();
            assertThat(counts.typicalWait()).isEqualTo(Duration.ofSeconds(2));
            assertThat(counts.longWait()).isEqualTo(Duration.ofSeconds(10));
            assertThat(counts.findings()).containsExactly(new DayCounts.Positivity(JournalUnderTest.FINDING, 3, 1));
            assertThat(counts.devices())
                    .containsExactly(new DayCounts.Device("Xray", 3, 0, 1), new DayCounts.Device("", 1, 1, 0));
            assertThat(counts.senders()).singleElement().satisfies(sender -> {
                assertThat(sender.name()).isEqualTo("XRAY1");
                assertThat(sender.films()).isEqualTo(4);
            });
            assertThat(box.journal.statistics().devices(from.minus(Duration.ofDays(2)), from))
                    .as("the day before only")
                    .containsExactly(new DayCounts.Device("Xray", 1, 0, 1));
            assertThat(box.journal.statistics().bytesSince(from)).isEqualTo(4000);
        }
    }

    @Test
    void aDayWithoutFilmsIsAllZeros() {
        try (var box = JournalUnderTest.in(folder)) {
            var counts = box.journal.statistics().since(box.clock.instant());

            assertThat(counts.received()).isZero();
            assertThat(counts.longWait()).isZero();
            assertThat(counts.findings()).isEmpty();
            assertThat(box.journal
                            .statistics()
                            .reports("PACS@127.0.0.1:104")
                            .last()
                            .english())
                    .isEmpty();
        }
    }

    @Test
    void aQuantileIsTheSmallestWaitThatThisShareDidNotExceed() {
        var waits = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);

        assertThat(Statistics.quantile(waits, 0.5)).isEqualTo(Duration.ofMillis(5));
        assertThat(Statistics.quantile(waits, 0.9)).isEqualTo(Duration.ofMillis(9));
        assertThat(Statistics.quantile(List.of(7L), 0.9)).isEqualTo(Duration.ofMillis(7));
        assertThat(Statistics.quantile(List.of(), 0.9)).isZero();
    }
}
