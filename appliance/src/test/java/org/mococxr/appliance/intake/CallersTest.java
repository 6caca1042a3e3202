package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.observation.Observation;
import org.mococxr.observation.ObservationKind;

final class CallersTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Observation NOT_ON_THE_LIST =
            ObservationKind.MAY_BE_ALLOWED.of(ObservationKind.TITLE_NOT_ALLOWED.of(), "XRAY9", "127.0.0.1");

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path folder;

    private Callers callers;

    @BeforeEach
    void open() {
        callers = Callers.open(folder.resolve("callers.json"), clock);
    }

    @Test
    void eachCallersLastCallIsKeptTheNewestFirst() {
        callers.echoed("XRAY1", HERE);
        clock.pass(Duration.ofMinutes(1));
        callers.echoed("XRAY2", HERE);
        clock.pass(Duration.ofMinutes(1));
        callers.echoed("XRAY1", HERE);

        assertThat(callers.echoes())
                .extracting(Callers.Call::caller)
                .containsExactly("XRAY1 (127.0.0.1)", "XRAY2 (127.0.0.1)");
        assertThat(callers.echoes().get(0).at()).isEqualTo(clock.instant());
        assertThat(callers.rejections()).isEmpty();
    }

    @Test
    void whoCalledIsStillKnownAfterTheBoxWasStartedAnew() {
        callers.echoed("XRAY1", HERE);
        clock.pass(Duration.ofMinutes(1));
        callers.rejected("XRAY9", HERE, NOT_ON_THE_LIST);
        callers.rejected("XRAY8", HERE, Observation.quoted("not on the list"));
        var before = List.of(callers.echoes(), callers.rejections());

        callers.save();
        open();

        assertThat(List.of(callers.echoes(), callers.rejections())).isEqualTo(before);
    }

    @Test
    void whatABoxBeforeThisOneKeptIsSaidAsItWasWritten() throws IOException {
        Files.writeString(folder.resolve("callers.json"), """
                {"echoes": [{"caller": "XRAY1 (127.0.0.1)", "atMillis": 1, "why": ""}],
                 "rejections": [{"caller": "XRAY9 (127.0.0.1)", "atMillis": 2, "why": "not on the list; allow it"}]}""");

        open();

        assertThat(callers.echoes()).singleElement().matches(call -> call.why().isNothing());
        assertThat(callers.rejections())
                .extracting(Callers.Call::why)
                .containsExactly(Sentence.quoted("not on the list; allow it"));
    }

    @Test
    void nothingIsWrittenWithoutNews() {
        callers.save();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDamagedFileIsBegunAnew() throws IOException {
        Files.writeString(folder.resolve("callers.json"), "{\"echoes\": [");

        open();
        callers.echoed("XRAY1", HERE);
        callers.close();
        open();

        assertThat(callers.echoes()).hasSize(1);
    }

    @Test
    void whoeverMakesUpNamesPushesOutOlderOnesAndFillsNothing() {
        for (var number = 0; number < 1000; number++) {
            clock.pass(Duration.ofMillis(1));
            callers.rejected("ROGUE" + number, HERE, NOT_ON_THE_LIST);
        }

        assertThat(callers.rejections()).hasSize(100).first().satisfies(call -> {
            assertThat(call.caller()).startsWith("ROGUE999 ");
            assertThat(call.why()).isEqualTo(Sentence.of(NOT_ON_THE_LIST));
        });
    }
}
