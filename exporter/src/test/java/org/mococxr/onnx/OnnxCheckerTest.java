package org.mococxr.onnx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnx.ModelProto;
import org.bytedeco.onnx.global.onnx;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.RandomCheckpoints;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;

/** The ONNX project's own checker, with shape inference, judges what the writer makes. Its native library exists for Linux x86-64 only. */
@Tag("system-tools")
class OnnxCheckerTest {
    @TempDir
    static Path natives;

    @BeforeAll
    static void keepNativesOutOfTheHomeFolder() {
        System.setProperty("org.bytedeco.javacpp.cachedir", natives.toString());
    }

    static Stream<Arguments> everyBackboneInEveryStorage() {
        return Networks.names().stream()
                .flatMap(name -> Arrays.stream(WeightStorage.values()).map(storage -> Arguments.of(name, storage)));
    }

    @ParameterizedTest
    @MethodSource("everyBackboneInEveryStorage")
    void acceptsEachBackbone(String name, WeightStorage storage) {
        Network network = Networks.require(name);
        Map<String, Tensor> weights = RandomCheckpoints.weights(network, CheckpointKind.FINETUNE, 1);
        byte[] model = storage == WeightStorage.INT8
                ? QuantizationTest.int8(network, weights)
                : OnnxWriter.write(network, weights, TinyNetworks.settings(160, List.of(1.0, 2.0), storage));

        assertThatCode(() -> check(model)).doesNotThrowAnyException();
    }

    @Test
    void acceptsEveryKindOfLayer() {
        Network network = TinyNetworks.everyLayer();
        byte[] model = OnnxWriter.write(
                network,
                TinyNetworks.weights(network, 3, 1),
                TinyNetworks.settings(33, List.of(1.0, 1.0, 1.0), WeightStorage.FP32));

        assertThatCode(() -> check(model)).doesNotThrowAnyException();
    }

    @Test
    void wouldHaveNoticedAWrongShape() throws InvalidProtocolBufferException {
        Network network = TinyNetworks.everyLayer();
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.parseFrom(OnnxWriter.write(
                        network,
                        TinyNetworks.weights(network, 3, 1),
                        TinyNetworks.settings(33, List.of(1.0, 1.0, 1.0), WeightStorage.FP32)))
                .toBuilder();
        model.getGraphBuilder()
                .getOutputBuilder(1)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(1)
                .setDimValue(4);

        assertThatThrownBy(() -> check(model.build().toByteArray())).hasMessageContaining("logits");
    }

    private static void check(byte[] bytes) {
        try (var model = new ModelProto();
                var data = new BytePointer(bytes)) {
            if (!onnx.ParseProtoFromBytes(model, data, bytes.length)) {
                throw new IllegalArgumentException("the checker could not parse the model");
            }
            onnx.check_model(model, true, false, false);
        }
    }
}
