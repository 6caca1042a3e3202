package org.mococxr.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SelfCheckTest {
    @Test
    void fallsIllWithAnyStepThatIsOff() {
        assertThat(new SelfCheck(SelfCheck.STORED, 0.6728).passed()).isTrue();
        assertThat(new SelfCheck(SelfCheck.STORED, 0.6828).passed()).isFalse();
        for (var step = 0; step < 5; step++) {
            var losses = new ArrayList<>(SelfCheck.STORED);
            losses.set(step, losses.get(step) + 0.05);
            assertThat(new SelfCheck(losses, losses.get(0)).passed()).isFalse();
        }
    }
}
