package org.mococxr.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
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

    @Test
    void refusesALibtorchWhoseFirstStepsAreOff() {
        var seen = List.of(0.6498, 0.4658, 0.2747); // of AVX-512 code on a processor where it is wrong

        assertThatThrownBy(() -> new SelfCheck(seen, 0.6498).requireSound())
                .isInstanceOf(TensorEngineException.class)
                .hasMessageContaining("computes wrongly on this processor")
                .hasMessageContaining("0.6498 0.4658 0.2747")
                .hasMessageContaining("ONEDNN_MAX_CPU_ISA=AVX2");
        assertThatThrownBy(() -> new SelfCheck(SelfCheck.STORED, 0.6730).requireSound())
                .isInstanceOf(TensorEngineException.class);
    }

    @Test
    void theFirstStepsOfThisMachineAreSound() {
        assertThatCode(() -> SelfCheck.requireSoundCpu(1)).doesNotThrowAnyException();
    }
}
