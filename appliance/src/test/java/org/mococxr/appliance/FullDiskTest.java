package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.health.DiskSpace;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/**
 * Threat covered: a disk without a free byte. Results are read, changes say why they fail, and the box starts again. On a disk of its own
 * in memory, which only the administrator of a machine can mount.
 */
@Tag("system-tools")
final class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long WATERMARK_BYTES = 1 << 20;

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void resultsAreReadOnAFullDiskAndTheBoxStartsAgain() throws Exception {
        var data = disk.resolve("data");
        String ref;
        try (var box = RunningBox.start(data, space())) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            ref = box.filmsAtRest(1).get(0).path("ref").asText();
            await(() -> Files.exists(data.resolve("reserve")));
            fill();
            await(() -> Files.notExists(data.resolve("reserve")));
            fill();

            for (var path : new String[] {"/", "/films/" + ref, "/films/" + ref + "/slip", "/results.csv"}) {
                assertThat(box.get(path, "Accept", "text/html").statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            assertThat(box.json("/api/v1/films/" + ref).path("state").asText()).isEqualTo("scored");
            assertThat(box.get("/api/v1/films/" + ref + "/image.png").statusCode())
                    .isEqualTo(200);
            await(() -> box.text("/api/v1/health").contains("looks at films wait in memory"));
            assertThat(box.text("/api/v1/health")).contains("even the reserve of 16 MiB is given up");
            var reading = read(box, data, ref);
            assertThat(reading.statusCode()).as(reading.body()).isEqualTo(507);
            assertThat(reading.body()).contains("nothing was changed");

            Files.delete(disk.resolve("filler0"));
            await(() -> Files.exists(data.resolve("reserve")));
            await(() -> !box.text("/api/v1/health").contains("looks at films wait in memory"));
            assertThat(read(box, data, ref).statusCode()).isEqualTo(303);
        }
        fill();

        try (var box = RunningBox.start(data, space())) {
            assertThat(box.json("/api/v1/films/" + ref).path("state").asText()).isEqualTo("scored");
            assertThat(box.get("/films/" + ref, "Accept", "text/html").statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> read(RunningBox box, Path data, String ref) throws Exception {
        return box.http()
                .send(
                        HttpRequest.newBuilder(box.uri("/films/" + ref + "/readings"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header(
                                        "Authorization",
                                        "Bearer "
                                                + Files.readString(data.resolve("local-token"))
                                                        .strip())
                                .POST(BodyPublishers.ofString("finding=pleural_effusion&agrees=yes"))
                                .build(),
                        BodyHandlers.ofString());
    }

    private DiskSpace space() throws IOException {
        FileStore store = Files.getFileStore(disk);
        return new DiskSpace(
                () -> {
                    try {
                        return store.getUsableSpace();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                WATERMARK_BYTES);
    }

    /** To the last byte. */
    private void fill() throws IOException {
        var number = 0;
        while (Files.exists(disk.resolve("filler" + number))) {
            number++;
        }
        try (var channel = FileChannel.open(
                disk.resolve("filler" + number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (true) {
                channel.write(ByteBuffer.allocate(4096));
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        var until = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            assertThat(Instant.now()).isBefore(until);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
