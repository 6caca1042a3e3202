package org.mococxr.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.RandomCheckpoints;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inference.Outputs;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;

class OnnxWriterTest {
    private static final EngineSettings CPU = new EngineSettings(ProviderChoice.CPU, 1, 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void writesTheArithmeticOfEveryLayer(long seed) {
        Network network = TinyNetworks.everyLayer();
        Map<String, Tensor> weights = TinyNetworks.weights(network, 3, seed);
        float[] film = film(33, seed);

        Outputs outputs = run(network, weights, film, List.of(1.0, 1.0, 1.0), WeightStorage.FP32);

        assertAgrees(outputs, PlainLoops.run(network, weights, film, 0.47, 0.26), 2e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "densenet121", "mobilenet_v2", "mobilenet_v2_relu"})
    void writesEachBackboneAsPlainLoopsComputeIt(String name) {
        Network network = Networks.require(name);
        Map<String, Tensor> weights = RandomCheckpoints.weights(network, CheckpointKind.FINETUNE, 3);
        float[] film = film(64, 3);

        Outputs outputs = run(network, weights, film, List.of(1.0, 1.0), WeightStorage.FP32);

        assertAgrees(outputs, PlainLoops.run(network, weights, film, 0.47, 0.26), 2e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "densenet121", "mobilenet_v2", "mobilenet_v2_relu"})
    void theMeanOfTheMapPlusTheBiasIsTheLogit(String name) {
        Network network = Networks.require(name);
        Map<String, Tensor> weights = RandomCheckpoints.weights(network, CheckpointKind.FINETUNE, 4);
        float[] bias = java.util.Objects.requireNonNull(weights.get(network.headParameter() + ".bias"))
                .values();

        Outputs outputs = run(network, weights, film(96, 4), List.of(1.0, 1.0), WeightStorage.FP32);

        for (int finding = 0; finding < 2; finding++) {
            double mean = 0;
            for (float cell : outputs.cam(finding).values()) {
                mean += cell / 9.0;
            }
            assertThat(outputs.cam(finding).side()).isEqualTo(3);
            assertThat(mean + bias[finding]).isEqualTo(outputs.logit(finding), within(2e-5));
        }
    }

    @Test
    void shiftsAndScalesEachLogitForTheProbabilityOnly() {
        Network network = TinyNetworks.everyLayer();
        Map<String, Tensor> weights = TinyNetworks.weights(network, 2, 7);
        float[] film = film(33, 7);
        var scalings = List.of(new GraphSettings.Scaling(0.25, 0.5), new GraphSettings.Scaling(-1, 3));
        byte[] onnx = OnnxWriter.write(
                network, weights, new GraphSettings(33, 0.47, 0.26, scalings, WeightStorage.FP32, Map.of()));

        Outputs plain = run(network, weights, film, List.of(1.0, 1.0), WeightStorage.FP32);
        Outputs calibrated;
        try (Engine engine = Engines.open(onnx, CPU)) {
            calibrated = engine.run(PreparedFilm.of(film, Placement.of(33, 33, 33)));
        }

        assertThat(calibrated.logits()).isEqualTo(plain.logits());
        assertThat(calibrated.probability(0)).isEqualTo(sigmoid((plain.logit(0) - 0.25) / 0.5), within(1e-6f));
        assertThat(calibrated.probability(1)).isEqualTo(sigmoid((plain.logit(1) + 1) / 3), within(1e-6f));
    }

    @Test
    void storesWeightsInHalfTheBytesForLittleError() {
        Network network = Networks.require("resnet18");
        Map<String, Tensor> weights = RandomCheckpoints.weights(CheckpointKind.FINETUNE, 5);
        float[] film = film(64, 5);

        byte[] full =
                OnnxWriter.write(network, weights, TinyNetworks.settings(64, List.of(1.0, 1.0), WeightStorage.FP32));
        byte[] half =
                OnnxWriter.write(network, weights, TinyNetworks.settings(64, List.of(1.0, 1.0), WeightStorage.FP16));
        Outputs exact = run(network, weights, film, List.of(1.0, 1.0), WeightStorage.FP32);
        Outputs rounded = run(network, weights, film, List.of(1.0, 1.0), WeightStorage.FP16);

        assertThat(half.length).isBetween(full.length / 2, full.length / 2 + 40_000);
        assertThat(rounded.probability(0)).isEqualTo(exact.probability(0), within(1e-3f));
        assertThat(rounded.logit(0)).isNotEqualTo(exact.logit(0));
    }

    @Test
    void foldsEveryBatchNormOfResNet18AndReadsOneChannel() throws InvalidProtocolBufferException {
        byte[] onnx = OnnxWriter.write(
                Networks.require("resnet18"),
                RandomCheckpoints.weights(CheckpointKind.FINETUNE, 6),
                TinyNetworks.settings(160, List.of(1.0, 1.0), WeightStorage.FP32));

        ModelProto model = ModelProto.parseFrom(onnx);

        assertThat(model.getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .doesNotContain("BatchNormalization");
        assertThat(model.getGraph().getInitializerList())
                .filteredOn(t -> t.getName().equals("conv1.weight"))
                .singleElement()
                .satisfies(t -> assertThat(t.getDimsList()).containsExactly(64L, 1L, 7L, 7L));
        assertThat(model.getMetadataProps(0).getKey()).isEqualTo("mococxr.model");
    }

    /** One concat feeds many norms of a dense block, so only the norm between a layer's two convolutions, and the first, can fold. */
    @Test
    void keepsOnlyTheBatchNormsOfDenseNetThatFollowNoConvolution() throws InvalidProtocolBufferException {
        Network network = Networks.require("densenet121");
        byte[] onnx = OnnxWriter.write(
                network,
                RandomCheckpoints.weights(network, CheckpointKind.FINETUNE, 6),
                TinyNetworks.settings(64, List.of(1.0, 1.0), WeightStorage.FP32));

        List<String> norms = ModelProto.parseFrom(onnx).getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("BatchNormalization"))
                .map(node -> node.getInput(1))
                .toList();

        assertThat(norms)
                .hasSize(58 + 3 + 1)
                .allMatch(name -> name.matches(".*(norm1|transition.\\.norm|norm5)\\.weight"));
    }

    @Test
    void writesTheSameBytesForTheSameInput() {
        Network network = TinyNetworks.everyLayer();
        GraphSettings settings = TinyNetworks.settings(32, List.of(1.0), WeightStorage.FP16);

        byte[] once = OnnxWriter.write(network, TinyNetworks.weights(network, 1, 1), settings);

        assertThat(OnnxWriter.write(network, TinyNetworks.weights(network, 1, 1), settings))
                .isEqualTo(once);
    }

    @Test
    void namesATensorThatIsMissing() {
        assertThatThrownBy(() -> OnnxWriter.write(
                        TinyNetworks.everyLayer(),
                        Map.of(),
                        TinyNetworks.settings(32, List.of(1.0), WeightStorage.FP32)))
                .hasMessageContaining("the weights lack stem.weight of tiny");
    }

    @Test
    void refusesAWeightThatDoesNotFitSixteenBits() {
        assertThat(Half.of(65504f)).isEqualTo((short) 0x7bff);
        assertThatThrownBy(() -> Half.of(65520f)).hasMessageContaining("store the weights as fp32");
    }

    @Test
    void everyHalfSurvivesAndEverythingBetweenRoundsToTheNearestEvenOne() {
        for (int half = 0; half < 0x7bff; half++) {
            double value = value(half);
            double next = value(half + 1);
            float middle = (float) ((value + next) / 2);

            assertThat(Half.toFloat((short) half)).isEqualTo((float) value);
            assertThat(Half.of((float) value)).isEqualTo((short) half);
            assertThat(Half.of((float) -value)).isEqualTo((short) (half | 0x8000));
            assertThat(Half.of(Math.nextDown(middle))).isEqualTo((short) half);
            assertThat(Half.of(middle)).isEqualTo((short) (half + (half & 1)));
            assertThat(Half.of(Math.nextUp(middle))).isEqualTo((short) (half + 1));
        }
    }

    private static double value(int half) {
        int exponent = half >> 10;
        int fraction = half & 1023;
        return exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
    }

    static Outputs run(
            Network network,
            Map<String, Tensor> weights,
            float[] film,
            List<Double> temperatures,
            WeightStorage storage) {
        int size = (int) Math.sqrt(film.length);
        byte[] onnx = OnnxWriter.write(network, weights, TinyNetworks.settings(size, temperatures, storage));
        try (Engine engine = Engines.open(onnx, CPU)) {
            return engine.run(PreparedFilm.of(film, Placement.of(size, size, size)));
        }
    }

    static float[] film(int size, long seed) {
        var random = new Random(seed);
        float[] film = new float[size * size];
        for (int i = 0; i < film.length; i++) {
            film[i] = random.nextFloat();
        }
        return film;
    }

    private static void assertAgrees(Outputs outputs, PlainLoops.Expected expected, double relative) {
        assertClose("logits", outputs.logits(), expected.logits(), relative);
        assertClose("embedding", outputs.embedding(), expected.embedding(), relative);
        int cells = expected.cam().length / outputs.findings();
        for (int finding = 0; finding < outputs.findings(); finding++) {
            double[] cam = java.util.Arrays.copyOfRange(expected.cam(), finding * cells, (finding + 1) * cells);
            assertClose("cam", outputs.cam(finding).values(), cam, relative);
            assertThat(outputs.probability(finding))
                    .isEqualTo(sigmoid((float) expected.logits()[finding]), within(1e-5f));
        }
    }

    private static void assertClose(String what, float[] found, double[] expected, double relative) {
        double largest = java.util.Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(found).hasSize(expected.length);
        assertThat(largest).as(what + " must not be trivially zero").isGreaterThan(1e-3);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i])
                    .as(what + " " + i)
                    .isEqualTo(expected[i], within(relative * Math.max(1, largest)));
        }
    }

    private static float sigmoid(double x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }
}
