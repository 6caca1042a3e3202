package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mococxr.appliance.ManualClock;

final class CallersTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final ManualClock clock = new ManualClock();
    private final Callers callers = new Callers(clock);

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
    void whoeverMakesUpNamesPushesOutOlderOnesAndFillsNothing() {
        for (var number = 0; number < 1000; number++) {
            clock.pass(Duration.ofMillis(1));
            callers.rejected("ROGUE" + number, HERE, "not on the list");
        }

        assertThat(callers.rejections()).hasSize(100).first().satisfies(call -> {
            assertThat(call.caller()).startsWith("ROGUE999 ");
            assertThat(call.why()).isEqualTo("not on the list");
        });
    }
}
