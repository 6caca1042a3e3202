package org.mococxr.fuzzing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Notices when the receiver logs an error: it never lets a fault of one connection out, so a test has to look there. */
final class LoggedErrors extends AppenderBase<ILoggingEvent> {
    private volatile Optional<ILoggingEvent> last = Optional.empty();

    private LoggedErrors() {}

    static LoggedErrors watch() {
        var watcher = new LoggedErrors();
        watcher.start();
        ((Logger) LoggerFactory.getLogger("org.mococxr.receive")).addAppender(watcher);
        return watcher;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            last = Optional.of(event);
        }
    }

    void expectNone() {
        last.ifPresent(event -> {
            var thrown = event.getThrowableProxy();
            throw new IllegalStateException(event.getFormattedMessage() + ": "
                    + (thrown == null ? "" : thrown.getClassName() + " " + thrown.getMessage()));
        });
    }

    void close() {
        ((Logger) LoggerFactory.getLogger("org.mococxr.receive")).detachAppender(this);
    }
}
