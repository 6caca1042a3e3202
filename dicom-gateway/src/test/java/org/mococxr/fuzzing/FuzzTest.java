package org.mococxr.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mococxr.dicom.codec.CodecFuzzTarget;
import org.mococxr.dicom.net.NetworkFuzzTarget;
import org.mococxr.film.DatasetFuzzTarget;
import org.slf4j.LoggerFactory;

/**
 * Requirement covered: no bytes of a stranger do more than end their own connection, or have their own film refused. Mutations of the seeds run always; with the
 * tag {@code system-tools} Jazzer, which is guided by the branches it reaches, searches each target for a while, with {@code soak}
 * for hours. Jazzer writes an input that it found into the folder it names; it belongs into the seeds then.
 */
class FuzzTest {
    private static final int MUTATIONS = 1_500;
    private static final Duration A_WHILE = Duration.ofSeconds(9);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration TO_START_AND_STOP = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    static Stream<FuzzTarget> targets() {
        return Stream.of(NetworkFuzzTarget.values(), DatasetFuzzTarget.values(), CodecFuzzTarget.values())
                .flatMap(Stream::of);
    }

    @ParameterizedTest
    @MethodSource("targets")
    @Timeout(120)
    void survivesMutatedSeeds(FuzzTarget target) throws Exception {
        var log = (Logger) LoggerFactory.getLogger("org.mococxr.receive");
        var usual = log.getLevel();
        log.setLevel(Level.ERROR);
        var errors = LoggedErrors.watch();
        var seeds = target.seeds().toList();
        var random = new Random(target.name().hashCode());
        try {
            for (var i = 0; i < MUTATIONS; i++) {
                var seed = seeds.get(i % seeds.size());
                var input = i < seeds.size() ? seed : mutate(seed, random);
                target.run(input);
                errors.expectNone();
            }
        } finally {
            errors.close();
            log.setLevel(usual);
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    @Tag("system-tools")
    @Timeout(300)
    void survivesJazzerForAWhile(FuzzTarget target) throws Exception {
        search(target, A_WHILE);
    }

    @ParameterizedTest
    @MethodSource("targets")
    @Tag("soak")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void survivesJazzerForAnHour(FuzzTarget target) throws Exception {
        search(target, LONG);
    }

    /** In a process of its own: Jazzer instruments classes as they are loaded. */
    private void search(FuzzTarget target, Duration time) throws IOException, InterruptedException {
        var corpus = Files.createDirectory(folder.resolve("corpus"));
        var seeds = target.seeds().toList();
        for (var i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed" + i), seeds.get(i));
        }
        var said = folder.resolve("said.txt");
        var jazzer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + JazzerEntry.class.getName(),
                        "--target_args="
                                + ((Enum<?>) target).getDeclaringClass().getName() + " " + target.name(),
                        "--instrumentation_includes=org.mococxr.dicom.**:org.mococxr.film.**",
                        "-max_total_time=" + time.toSeconds(),
                        "-max_len=65536",
                        "-timeout=30",
                        "-print_final_stats=1",
                        corpus.toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(jazzer.waitFor(time.plus(TO_START_AND_STOP).toSeconds(), TimeUnit.SECONDS))
                    .as("Jazzer ends")
                    .isTrue();
        } finally {
            jazzer.destroyForcibly();
        }

        var words = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(jazzer.exitValue()).as("Jazzer said:%n%s", words).isZero();
        assertThat(words).contains("stat::number_of_executed_units");
    }

    private static byte[] mutate(byte[] seed, Random random) {
        var bytes = seed.clone();
        for (var i = 0; i < 1 + random.nextInt(6); i++) {
            bytes[random.nextInt(bytes.length)] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> (byte) 0xff;
                case 2 -> (byte) (1 << random.nextInt(8));
                default -> (byte) random.nextInt();
            };
        }
        return random.nextInt(10) < 2 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 20)) : bytes;
    }
}
