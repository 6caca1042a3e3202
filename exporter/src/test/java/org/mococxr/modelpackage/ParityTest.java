package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mococxr.evaluation.Calibration;
import org.mococxr.onnx.WeightStorage;

/** How far a graph may be from PyTorch. */
final class ParityTest {
    private static Calibration withTemperature(double temperature) {
        return new Calibration(temperature, 0, 0, 0, 0, 0, 10);
    }

    @Test
    void aSharperCalibrationMayMultiplyWhatThirtyTwoBitsRound() {
        var flat = List.of(withTemperature(1), withTemperature(3));
        var sharp = List.of(withTemperature(0.1), withTemperature(2));

        assertThat(Parity.most(WeightStorage.FP32, flat)).isEqualTo(Parity.MOST_FP32);
        assertThat(Parity.most(WeightStorage.FP32, sharp)).isEqualTo(10 * Parity.MOST_FP32);
        assertThat(Parity.most(WeightStorage.FP16, sharp)).isEqualTo(Parity.MOST_FP16);
    }

    @Test
    void nanIsNotWithinAnyLimit() {
        assertThat(new Parity.Differences(Double.NaN, 0, 0, 0, 1).withinLimit()).isFalse();
    }
}
