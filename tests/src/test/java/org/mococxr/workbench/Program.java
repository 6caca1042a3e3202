package org.mococxr.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running program, ours or the system's, whose words are kept. */
public final class Program implements AutoCloseable {
    private static final long LONGEST_RUN_SECONDS = 240;
    private static final long LONGEST_STOP_SECONDS = 30;
    private static final Path LAUNCHERS =
            Path.of(System.getProperty("user.dir")).resolveSibling("deploy/bin");
    private static final Pattern JVM_OPTIONS = Pattern.compile("(?m)^jvm_options=\"([^\"]*)\"");
    private static final Pattern EXPORTED = Pattern.compile("(?m)^export ([A-Z_]+)=(\\S+)$");

    /** How a program ended and what it said, output and errors together. */
    public record Ended(int exit, String said) {
        /** @throws AssertionError with all it said unless it ended well */
        public Ended expectSuccess() {
            if (exit != 0) {
                throw new AssertionError("a program ended with " + exit + ". It said:\n" + said);
            }
            return this;
        }
    }

    private final String name;
    private final Process process;
    private final Path words;

    private Program(List<String> command) {
        this(command, Map.of());
    }

    private Program(List<String> command, Map<String, String> environment) {
        this.name = Path.of(command.get(0)).getFileName().toString();
        try {
            this.words = Files.createTempFile("program-", ".txt");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(words.toFile());
            builder.environment().putAll(environment);
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** One of ours, with this test's class path in a Java machine of its own. */
    public static Program ours(Class<?> main, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Djava.awt.headless=true",
                "-Dcxr.log.level=INFO",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new Program(command);
    }

    /** As {@link #ours}, in the machine that its launcher sets up: with the options and the environment of {@code deploy/bin}. */
    public static Program asLaunched(String launcher, Class<?> main, List<String> arguments) {
        try {
            var script = Files.readString(LAUNCHERS.resolve(launcher));
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(List.of(found(JVM_OPTIONS, script)
                    .findFirst()
                    .orElseThrow()
                    .group(1)
                    .split(" ")));
            command.addAll(
                    List.of("-Dcxr.log.level=INFO", "-cp", System.getProperty("java.class.path"), main.getName()));
            command.addAll(arguments);
            return new Program(
                    command,
                    found(EXPORTED, script).collect(Collectors.toMap(line -> line.group(1), line -> line.group(2))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the launcher " + launcher, e);
        }
    }

    private static Stream<MatchResult> found(Pattern line, String script) {
        return line.matcher(script).results();
    }

    /** One of the system's; that it is missing is a failure that names the package to install. */
    public static Program tool(String tool, String aptPackage, String... arguments) {
        var places = Stream.concat(
                Arrays.stream(System.getenv("PATH").split(":")), Stream.of("/usr/sbin")); // where Debian has Orthanc
        var file = places.map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("%s is not here: apt-get install %s".formatted(tool, aptPackage)));
        var command = new ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        return new Program(command);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public String said() {
        try {
            return Files.readString(words, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what " + name + " said", e);
        }
    }

    /** Waits for its end. */
    public Ended end() {
        try (this) {
            if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "%s still runs after %d s. It said:%n%s".formatted(name, LONGEST_RUN_SECONDS, said()));
            }
            return new Ended(process.exitValue(), said());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + name, e);
        }
    }

    /** As a power cut would end it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, as systemd does, and insists after half a minute. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("%s did not stop within %d s of being asked. It said:%n%s"
                        .formatted(name, LONGEST_STOP_SECONDS, said()));
            }
            Files.deleteIfExists(words);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove what " + name + " said", e);
        }
    }
}
