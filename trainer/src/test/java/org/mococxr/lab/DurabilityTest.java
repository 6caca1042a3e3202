package org.mococxr.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointUnreadableException;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.weights.PublicWeights;

/**
 * A pretraining in a process of its own, killed at random moments or out of space. Covers: whatever moment it dies in, the run goes on to
 * the bits of an undisturbed one; a checkpoint that could not be written leaves the one before, and the message says so.
 */
class DurabilityTest {
    private static final int KILLS = 3;

    @TempDir
    private Path folder = Path.of("");

    private List<String> command(String run, String everyMinutes) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:MaxDirectMemorySize=2g",
                "-cp",
                System.getProperty("java.class.path"),
                LabMain.class.getName(),
                "pretrain",
                "--films",
                folder.resolve("films.csv").toString(),
                "--out",
                folder.resolve(run).toString(),
                "--network",
                "mobilenet_v2",
                "--size",
                "64",
                "--batch",
                "4",
                "--queue",
                "8",
                "--epochs",
                "4",
                "--every-minutes",
                everyMinutes,
                "--probe-films",
                "0",
                "--threads",
                "1");
    }

    /** Saves after every step: most of the time it is saving. */
    private List<String> command(String run) {
        return command(run, "0");
    }

    private Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(Map.of("OPT_OUT_TRACKING", "true", "DJL_OFFLINE", "true"));
        return builder.start();
    }

    private int finish(List<String> command) throws IOException, InterruptedException {
        var process = start(command);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private long step(String run) {
        var checkpoint = folder.resolve(run).resolve("checkpoint");
        return Files.exists(checkpoint.resolve(Checkpoint.STATE))
                ? Checkpoint.readState(checkpoint).step()
                : 0;
    }

    @Test
    void killedAtRandomMomentsItGoesOnToTheSameBits() throws IOException, InterruptedException {
        FilmFolder.standard(folder, 16, 0).write("films.csv");
        assertThat(finish(command("straight", "60"))).isEqualTo(LabMain.OK);
        var random = new Random(5);

        for (var kill = 0; kill < KILLS; kill++) {
            var process = start(command("killed"));
            var moment = 2 + random.nextInt(3) + (long) 4 * kill; // a step count no run has reached before
            while (process.isAlive() && stepOrOld("killed") < moment) {
                process.waitFor(5 + random.nextInt(20), TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly().waitFor();
        }
        assertThat(finish(command("killed"))).isEqualTo(LabMain.OK);

        assertThat(step("killed")).isEqualTo(step("straight"));
        for (var file : List.of(Checkpoint.WEIGHTS, Checkpoint.OPTIMIZER)) {
            assertThat(PublicWeights.equal(tensors("straight", file), tensors("killed", file)))
                    .as(file)
                    .isTrue();
        }
    }

    /** The folder is being replaced under our eyes: between the two renames there is none. */
    private long stepOrOld(String run) {
        try {
            return step(run);
        } catch (CheckpointUnreadableException e) {
            return 0;
        }
    }

    private Map<String, Tensor> tensors(String run, String file) {
        return Safetensors.read(folder.resolve(run).resolve("checkpoint").resolve(file))
                .tensors();
    }

    /** A limit on the size of files stands for a full disk: either way the write fails in the middle. */
    @Test
    void outOfSpaceItSaysSoAndTheLastCheckpointIsSound() throws IOException, InterruptedException {
        FilmFolder.standard(folder, 16, 0).write("films.csv");
        var process = start(command("run"));
        while (process.isAlive() && stepOrOld("run") < 3) {
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly().waitFor();
        var reached = step("run");
        var largest = Files.size(folder.resolve("run/checkpoint").resolve(Checkpoint.OPTIMIZER));

        var limited =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f %d; exec \"$@\"".formatted(largest / 2 / 512), "sh"));
        limited.addAll(command("run"));
        var status = finish(limited);

        assertThat(status).isEqualTo(LabMain.REFUSED);
        assertThat(folder.resolve("log")).content().contains("cannot save the run", "the last checkpoint is kept");
        assertThat(Checkpoint.read(folder.resolve("run/checkpoint")).state().step())
                .isEqualTo(reached);
        assertThat(finish(command("run"))).isEqualTo(LabMain.OK);
    }
}
