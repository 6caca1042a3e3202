package org.mococxr.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void risesInALineAndFallsToZeroInACosine() {
        var rate = new LearningRate(0.4, LearningRate.Shape.COSINE, 4, 104);

        assertThat(rate.at(0)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(3)).isCloseTo(0.4, within(1e-12));
        assertThat(rate.at(54)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(103)).isLessThan(1e-4);
    }

    @Test
    void stepsLikeMoCoCxrAtEpochs12And18Of20() {
        var rate = new LearningRate(1e-4, LearningRate.Shape.STEPS, 0, 20);

        assertThat(rate.at(11)).isEqualTo(1e-4);
        assertThat(rate.at(12)).isCloseTo(1e-5, within(1e-12));
        assertThat(rate.at(18)).isCloseTo(1e-6, within(1e-12));
    }

    @Test
    void refusesAWarmUpLongerThanTheRun() {
        assertThatThrownBy(() -> new LearningRate(0.1, LearningRate.Shape.COSINE, 5, 4))
                .hasMessageContaining("a warm-up of 5 steps does not fit a run of 4");
    }
}
