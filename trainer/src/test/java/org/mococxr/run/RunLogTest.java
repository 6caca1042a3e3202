package org.mococxr.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    @TempDir
    private Path folder = Path.of("");

    private RunLog log(int lastEpoch) {
        var plan = new RunLog.Plan(
                "A <run>", Map.of("views", "a&b"), Map.of("Loss", List.of("loss"), "Never told", List.of("rank")));
        return new RunLog(folder, plan, lastEpoch, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    @Test
    void theReportShowsTheWholeRunAndItsAlarms() {
        log(0).add(1, Map.of("loss", 3.0, "rank", Double.NaN));
        var second = log(1);
        second.alarm(2, "the loss rises");
        second.add(2, Map.of("loss", 4.0));

        assertThat(folder.resolve("report.html"))
                .content()
                .contains("<h1>A &lt;run&gt;</h1>", "Look at this: epoch 2: the loss rises", "a&amp;b", ">Loss</text>")
                .doesNotContain("Never told")
                .doesNotContain("http://www.w3.org/1999"); // nothing is fetched
        assertThat(folder.resolve("metrics.csv")).content().contains("4.00000");
    }
}
