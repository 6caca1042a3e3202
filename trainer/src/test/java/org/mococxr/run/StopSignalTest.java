package org.mococxr.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    @Test
    void theProcessWaitsForARunThatSaves() throws Exception {
        var signal = new StopSignal();
        var hold = signal.hold();
        var exit = CompletableFuture.runAsync(signal::requestAndWait);
        while (!signal.requested()) {
            Thread.onSpinWait();
        }

        assertThat(exit).isNotDone();
        hold.close();
        exit.get(1, TimeUnit.MINUTES);
    }

    @Test
    void nothingIsWaitedForWhenNothingWillBeSaved() throws Exception {
        var signal = new StopSignal();

        CompletableFuture.runAsync(signal::requestAndWait).get(1, TimeUnit.MINUTES);

        assertThat(signal.requested()).isTrue();
    }
}
