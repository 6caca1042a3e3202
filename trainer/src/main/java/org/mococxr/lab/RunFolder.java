package org.mococxr.lab;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.mococxr.run.Housekeeping;
import org.mococxr.run.Journal;
import org.mococxr.run.StopSignal;
import picocli.CommandLine.Option;

/** Where a training run lives, and how often it saves. */
final class RunFolder {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the run.")
    private Path out = Path.of("");

    @Option(
            names = "--every-minutes",
            paramLabel = "N",
            description = "Longest time between saves (default: ${DEFAULT-VALUE}); each epoch saves too.")
    private long everyMinutes = 10;

    Path path() {
        return out;
    }

    Housekeeping housekeeping(Computer computer, Journal journal, StopSignal stop) {
        return new Housekeeping(
                out,
                computer.loaderThreads(),
                Duration.ofMinutes(everyMinutes),
                LabVersion.text(),
                journal,
                stop,
                Clock.systemUTC());
    }
}
