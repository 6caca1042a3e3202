package org.mococxr.appliance.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threat covered: a disk that others fill keeps the box neither from starting nor from showing results. */
final class DiskReserveTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    private long free = 100 * MEBIBYTE;

    @Test
    void isMadeWhileThereIsRoomAndGivenUpWhenThereIsNone() throws Exception {
        var file = folder.resolve("reserve");
        var reserve = new DiskReserve(file, new DiskSpace(() -> free, 0));
        reserve.look();
        assertThat(Files.size(file)).isEqualTo(16 * MEBIBYTE);
        assertThat(zeros(file)).as("zeros may take up no room").isLessThan(0.01);
        free = 10 * MEBIBYTE;
        reserve.look();
        assertThat(file).exists();
        assertThat(reserve.concern()).isEmpty();

        free = 0;
        reserve.look();

        assertThat(file).doesNotExist();
        assertThat(reserve.concern().orElseThrow().english()).contains("even the reserve of 16 MiB is given up");
        free = 16 * MEBIBYTE;
        reserve.look();
        assertThat(file).as("what it gave up is not taken back").doesNotExist();
        free = 50 * MEBIBYTE;
        reserve.look();
        assertThat(file).exists();
        assertThat(reserve.concern()).isEmpty();
    }

    private static double zeros(Path file) throws Exception {
        var bytes = Files.readAllBytes(file);
        var zeros = 0;
        for (var each : bytes) {
            zeros += each == 0 ? 1 : 0;
        }
        return (double) zeros / bytes.length;
    }
}
