package org.mococxr.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.dicom.net.IncomingObject;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreScp;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.dicom.net.TinyObject;
import org.slf4j.LoggerFactory;

/** Requirement covered: the log tells a day's story without a patient's name, id or UID at any level (invariant 5). */
class ReceiveLogTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("org.mococxr.receive");

    @TempDir
    private Path directory;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : event.getThrowableProxy().getMessage()));
        }
    };
    private final Level usualLevel = LOG.getLevel();

    @BeforeEach
    void listen() {
        listener.start();
        LOG.addAppender(listener);
        LOG.setLevel(Level.TRACE);
        LOG.setAdditive(false);
    }

    @AfterEach
    void leave() {
        LOG.detachAppender(listener);
        LOG.setLevel(usualLevel);
        LOG.setAdditive(true);
    }

    @Test
    void namesMachinesAndDigestsButNoPatient() throws Exception {
        var object = TinyObject.dx("1.2.3.5", 1000);
        var journal = new RecordingJournal();
        try (var inbox = Inbox.open(
                        InboxSettings.in(directory.resolve("inbox")).withWatermarkBytes(0),
                        journal,
                        new ReceiveEvents(),
                        Clock.systemUTC());
                var scp = StoreScp.builder(inbox)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .start()) {
            try (var scu = StoreScu.connect(
                    new Peer("MOCOCXR", "127.0.0.1", scp.port()),
                    "MODALITY",
                    PresentationContext.uncompressed(List.of(TinyObject.DX)))) {
                assertThat(scu.echo().isDelivered()).isTrue();
                assertThat(scu.store(object.writeTo(directory)).isDelivered()).isTrue();
                assertThat(scu.store(mislabelled(object)).isDelivered()).isFalse();
                journal.failWith(new IllegalStateException("database is locked"));
                assertThat(scu.store(object.writeTo(directory)).isDelivered()).isFalse();
            }
            var announced = new IncomingObject(
                    TinyObject.DX,
                    "1.2.3.5",
                    TinyObject.EXPLICIT,
                    "MODALITY",
                    "MOCOCXR",
                    InetAddress.getLoopbackAddress());
            inbox.store(announced, new ByteArrayInputStream(Arrays.copyOf(object.dataset(), 120)));
        }

        assertThat(lines)
                .anyMatch(line -> line.contains("MODALITY at 127.0.0.1 calls MOCOCXR"))
                .anyMatch(line -> line.startsWith("INFO Object") && line.endsWith("NEW"))
                .anyMatch(line -> line.startsWith("WARN") && line.contains("A900H"))
                .anyMatch(line -> line.startsWith("ERROR") && line.contains("database is locked"))
                .noneMatch(line -> line.contains("1.2.3"))
                .noneMatch(line -> line.contains("Phantom"));
    }

    /** A file whose header announces another instance than its data set is. */
    private Path mislabelled(TinyObject object) throws Exception {
        var other = new TinyObject(object.sopClassUid(), "1.2.3.6", object.transferSyntaxUid(), object.dataset());
        return Files.move(other.writeTo(directory), directory.resolve("mislabelled.dcm"));
    }
}
