package org.mococxr.run;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines through the log; progress as a bar on a terminal, as a line every so often where there is none. One thread. */
public final class ConsoleJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleJournal.class);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final PrintStream terminal;
    private final boolean interactive;
    private final Clock clock;
    private @Nullable ProgressBar bar;
    private Instant lastLine = Instant.EPOCH;

    /** @param interactive whether {@code terminal} is one */
    public ConsoleJournal(PrintStream terminal, boolean interactive, Clock clock) {
        this.terminal = terminal;
        this.interactive = interactive;
        this.clock = clock;
    }

    @Override
    public void say(String line) {
        progressEnds();
        LOG.info("{}", line);
    }

    @Override
    public void warn(String line) {
        progressEnds();
        LOG.warn("{}", line);
    }

    @Override
    public void progress(String what, long done, long total, String detail) {
        if (interactive) {
            var shown = bar == null ? open(what, total) : bar;
            shown.setExtraMessage(" " + detail);
            shown.stepTo(done);
        } else if (!clock.instant().isBefore(lastLine.plus(BETWEEN_LINES))) {
            lastLine = clock.instant();
            LOG.info("{} {}/{} {}", what, done, total, detail);
        }
    }

    private ProgressBar open(String what, long total) {
        var opened = new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .setConsumer(new me.tongfei.progressbar.ConsoleProgressBarConsumer(terminal))
                .build();
        bar = opened;
        return opened;
    }

    @Override
    public void progressEnds() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
