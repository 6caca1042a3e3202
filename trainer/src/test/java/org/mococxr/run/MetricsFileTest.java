package org.mococxr.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void dropsTheLinesOfEpochsThatAreComputedAgain() {
        var file = folder.resolve("metrics.csv");
        var first = new MetricsFile(file, List.of("loss", "auroc"), 0);
        first.add(1, Map.of("loss", 3.0, "auroc", 0.5));
        first.add(2, Map.of("loss", 2.0, "auroc", Double.NaN));
        first.add(3, Map.of("loss", 1.0));

        new MetricsFile(file, List.of("loss", "auroc"), 2).add(3, Map.of("loss", 1.5));

        assertThat(file)
                .content()
                .isEqualToNormalizingNewlines("epoch,loss,auroc\n1,3.00000,0.500000\n2,2.00000,\n3,1.50000,\n");
    }

    @Test
    void linesOfAVersionWithFewerColumnsStay() throws IOException {
        var file = folder.resolve("metrics.csv");
        Files.writeString(file, "epoch,auroc,loss\n1,0.5,3\n");

        new MetricsFile(file, List.of("loss", "rank", "auroc"), 1).add(2, Map.of("rank", 7.0));

        assertThat(file)
                .content()
                .isEqualToNormalizingNewlines("epoch,loss,rank,auroc\n1,3.00000,,0.500000\n2,,7.00000,\n");
    }
}
