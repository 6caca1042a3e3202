package org.mococxr.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.RandomCheckpoints;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.inference.ActivationRanges;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inference.Outputs;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;

class QuantizationTest {
    private static final int SIZE = 64;
    private static final EngineSettings CPU = new EngineSettings(ProviderChoice.CPU, 1, 1);

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "densenet121", "mobilenet_v2", "mobilenet_v2_relu"})
    void eightBitsStayNearThirtyTwo(String name) throws InvalidProtocolBufferException {
        Network network = Networks.require(name);
        Map<String, Tensor> weights = RandomCheckpoints.weights(network, CheckpointKind.FINETUNE, 3);
        byte[] full = OnnxWriter.write(network, weights, settings(WeightStorage.FP32));

        byte[] small = int8(network, weights);

        assertThat(small.length).isLessThan(full.length / 3);
        assertThat(ModelProto.parseFrom(small).getGraph().getInitializerList())
                .filteredOn(tensor -> tensor.getDataType() == TensorProto.DataType.INT8_VALUE)
                .hasSize((int) network.layers().stream()
                                .filter(layer -> layer instanceof Layer.Convolution)
                                .count()
                        - 1)
                .allSatisfy(tensor -> tensor.getRawData()
                        .forEach(weight -> assertThat((int) weight).isBetween(-64, 64)));
        try (Engine exact = Engines.open(full, CPU);
                Engine rounded = Engines.open(small, CPU)) {
            for (long seed = 20; seed < 24; seed++) {
                PreparedFilm film = film(seed);
                Outputs expected = exact.run(film);
                Outputs found = rounded.run(film);
                for (int finding = 0; finding < 2; finding++) {
                    // Random weights are unkinder than trained ones: a tenth of a unit of logit is what a byte leaves
                    // of them.
                    assertThat(found.logit(finding))
                            .isNotEqualTo(expected.logit(finding))
                            .isEqualTo(expected.logit(finding), within(0.25f));
                }
            }
        }
    }

    @Test
    void aRangeHoldsZeroExactly() {
        var range = ActivationRange.of(-1, 3);

        assertThat(range.scale()).isEqualTo(4 / 255f);
        assertThat(range.zeroPoint()).isEqualTo(64);
        assertThat(ActivationRange.of(2, 5)).isEqualTo(new ActivationRange(0, 5));
        assertThat(ActivationRange.of(0, 0)).isEqualTo(new ActivationRange(0, 1));
        assertThat(range.join(ActivationRange.of(0, 9))).isEqualTo(new ActivationRange(-1, 9));
        assertThatThrownBy(() -> ActivationRange.of(0, Float.NaN)).hasMessageContaining("finite");
    }

    @Test
    void aValueWhoseRangeWasNotMeasuredIsNamed() {
        Network network = Networks.require("resnet18");
        Map<String, Tensor> weights = RandomCheckpoints.weights(CheckpointKind.FINETUNE, 3);

        assertThatThrownBy(() -> OnnxWriter.writeInt8(network, weights, settings(WeightStorage.INT8), Map.of()))
                .hasMessageContaining("the range of stem was not measured");
    }

    static byte[] int8(Network network, Map<String, Tensor> weights) {
        byte[] measuring = OnnxWriter.writeMeasuring(network, weights, settings(WeightStorage.FP32));
        var films = LongStream.range(0, 8).mapToObj(QuantizationTest::film).toList();
        var ranges = ActivationRanges.measure(measuring, OnnxWriter.measuredValues(network), films);
        return OnnxWriter.writeInt8(network, weights, settings(WeightStorage.INT8), ranges);
    }

    private static GraphSettings settings(WeightStorage storage) {
        return TinyNetworks.settings(SIZE, List.of(1.0, 1.0), storage);
    }

    private static PreparedFilm film(long seed) {
        return PreparedFilm.of(OnnxWriterTest.film(SIZE, seed), Placement.of(SIZE, SIZE, SIZE));
    }
}
