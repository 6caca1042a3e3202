package org.mococxr.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Network;
import org.mococxr.network.Parameter;
import org.mococxr.weights.RandomStart;

/** Each formula against plain loops over seeded random inputs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkMathTest {
    private final Network network = TinyNetwork.everyLayer();
    private final TensorEngine engine = TensorEngine.open(network, DeviceChoice.CPU, 1);
    private final NetworkMath math = new NetworkMath(engine);

    @AfterAll
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void infoNceLeavesOutKeysOfTheQuerysPatient(long seed) {
        var n = 3;
        var k = 5;
        var d = 4;
        var random = new Random(seed);
        var queries = unitRows(random, n, d);
        var keys = unitRows(random, n, d);
        var queue = unitRows(random, k, d);
        long[] patients = {7, 8, 9};
        long[] queuePatients = {8, -1, 3, 7, 8};

        float[] figures;
        try (var scope = engine.step()) {
            var results = math.infoNce(
                    engine.floats(queries, n, d),
                    engine.floats(keys, n, d),
                    engine.floats(queue, k, d),
                    engine.longs(patients),
                    engine.longs(queuePatients),
                    0.2);
            figures = results.get(1).toFloats();
        }

        var loss = 0.0;
        var own = 0.0;
        var hardest = 0.0;
        var found = 0.0;
        for (var i = 0; i < n; i++) {
            var positive = dot(queries, i, keys, i, d);
            var sum = Math.exp(positive / 0.2);
            var strongest = Double.NEGATIVE_INFINITY;
            for (var j = 0; j < k; j++) {
                if (queuePatients[j] != patients[i]) {
                    var negative = dot(queries, i, queue, j, d);
                    sum += Math.exp(negative / 0.2);
                    strongest = Math.max(strongest, negative);
                }
            }
            loss += (Math.log(sum) - positive / 0.2) / n;
            own += positive / n;
            hardest += strongest / n;
            found += positive > strongest ? 1.0 / n : 0;
        }
        assertThat((double) figures[0]).isCloseTo(loss, within(1e-5));
        assertThat((double) figures[1]).isCloseTo(own, within(1e-6));
        assertThat((double) figures[2]).isCloseTo(hardest, within(1e-6));
        assertThat((double) figures[3]).isCloseTo(found, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void maskedCrossEntropyAveragesKnownLabelsByWeight(long seed) {
        var random = new Random(seed);
        var logits = values(random, 6);
        float[] targets = {1, 0, 1, 0, 0, 1};
        float[] weights = {1, 0, 2, 0.5f, 0, 1};
        float[] positiveWeights = {3, 1};

        float actual;
        try (var scope = engine.step()) {
            actual = math.maskedBce(
                            engine.floats(logits, 3, 2),
                            engine.floats(targets, 3, 2),
                            engine.floats(weights, 3, 2),
                            engine.floats(positiveWeights, 2))
                    .toFloats()[0];
        }

        var sum = 0.0;
        for (var i = 0; i < 6; i++) {
            var p = 1 / (1 + Math.exp(-logits[i]));
            sum -= weights[i]
                    * (targets[i] * positiveWeights[i % 2] * Math.log(p) + (1 - targets[i]) * Math.log(1 - p));
        }
        assertThat((double) actual).isCloseTo(sum / 4.5, within(1e-5));
    }

    @Test
    void lossOfFilmsWithoutAnyLabelIsZeroAndTeachesNothing() {
        try (var scope = engine.step()) {
            var loss = math.maskedBce(
                    engine.floats(new float[] {5, -5}, 2, 1),
                    engine.floats(new float[] {0, 1}, 2, 1),
                    engine.floats(new float[] {0, 0}, 2, 1),
                    engine.floats(new float[] {1}, 1));

            assertThat(loss.toFloats()).containsExactly(0f);
        }
    }

    @Test
    void keyEncoderFollowsTheQueryEncoder() {
        try (var scope = engine.step()) {
            var key = engine.floats(new float[] {1, 2, 3}, 3);
            var query = engine.floats(new float[] {2, 0, 3}, 3);

            math.follow(List.of(key), List.of(query), 0.9);

            assertThat(key.toFloats()).containsExactly(new float[] {1.1f, 1.8f, 3f}, within(1e-6f));
            assertThat(query.toFloats()).containsExactly(2, 0, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void sgdIsTorchs(long seed) {
        var start = values(new Random(seed), 4);
        var momentum = new double[4];
        var weights = widened(start);
        for (var step = 0; step < 4; step++) {
            var lr = 0.1 * (step + 1); // a rate that changes must not be folded into the momentum
            for (var i = 0; i < 4; i++) {
                var gradient = 2 * weights[i] * (i + 1) + 0.01 * weights[i];
                momentum[i] = 0.9 * momentum[i] + gradient;
                weights[i] -= lr * 0.05 * momentum[i];
            }
        }

        var actual = descend(start, Optimizer.Rule.SGD, 0.01, step -> 0.1 * (step + 1) * 0.05);

        assertThat(actual).containsExactly(narrowed(weights), within(1e-5f));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void adamIsTorchs(long seed) {
        var start = values(new Random(seed), 4);
        var weights = widened(start);
        var mean = new double[4];
        var square = new double[4];
        for (var step = 1; step <= 4; step++) {
            for (var i = 0; i < 4; i++) {
                var gradient = 2 * weights[i] * (i + 1) + 0.01 * weights[i];
                mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
                var corrected = mean[i] / (1 - Math.pow(0.9, step));
                weights[i] -= 0.01 * step * corrected / (Math.sqrt(square[i] / (1 - Math.pow(0.999, step))) + 1e-8);
            }
        }

        var actual = descend(start, Optimizer.Rule.ADAM, 0.01, step -> 0.01 * (step + 1));

        assertThat(actual).containsExactly(narrowed(weights), within(1e-5f));
    }

    /** Four steps down sum((i + 1) w_i^2), written as a linear layer's logits so that only our own operations take part. */
    private float[] descend(float[] start, Optimizer.Rule rule, double decay, IntToDoubleFunction learningRate) {
        var parameters = List.of(new Parameter("w", List.of(4L), Parameter.Role.NORM_BIAS));
        var set = new ParameterSet(engine, parameters, Map.of("w", Tensor.of(start.clone(), 4)));
        set.learn(true);
        try (var optimizer = new Optimizer(engine, rule, decay, set.learnedNames(), set.learned())) {
            for (var step = 0; step < 4; step++) {
                try (var scope = engine.step()) {
                    math.backward(() -> {
                        var w = set.learned().get(0);
                        var curvature = engine.floats(new float[] {1, 2, 3, 4}, 4);
                        return List.of(new DeviceTensor((PtNDArray)
                                w.array().mul(w.array()).mul(curvature.array()).sum()));
                    });
                    optimizer.update(learningRate.applyAsDouble(step));
                }
            }
            return set.learned().get(0).toFloats();
        }
    }

    @Test
    void gradientsOfTheNetworkAgreeWithFiniteDifferences() {
        var values = randomValues(network, 3);
        var films = values(new Random(5), 4 * 16 * 16);
        var set = new ParameterSet(engine, network.parameters(), values);
        set.learn(true);
        float[] gradient;
        try (var scope = engine.step()) {
            math.backward(() -> List.of(loss(set, films)));
            gradient = engine.gradients(set.learned()).get(0).toFloats(); // conv1.weight
        }

        for (var i : new int[] {0, 17, 58, 107}) {
            var step = 1e-2f;
            var numeric = (lossWith(values, films, i, step) - lossWith(values, films, i, -step)) / (2 * step);
            assertThat((double) gradient[i]).isCloseTo(numeric, within(2e-3 + 0.03 * Math.abs(numeric)));
        }
    }

    private double lossWith(Map<String, Tensor> values, float[] films, int index, float change) {
        var weight = requireTensor(values, "conv1.weight");
        var moved = weight.values();
        moved[index] += change;
        var changed = new LinkedHashMap<>(values);
        changed.put("conv1.weight", Tensor.of(weight.shape(), moved));
        try (var set = new ParameterSet(engine, network.parameters(), changed);
                var scope = engine.step()) {
            return loss(set, films).toFloats()[0];
        }
    }

    private DeviceTensor loss(ParameterSet set, float[] films) {
        var embeddings = math.pool(math.trainFeatures(set, engine.floats(films, 4, 1, 16, 16))); // [4,4]
        var targets = new float[16];
        for (var i = 0; i < 16; i++) {
            targets[i] = i % 3 == 0 ? 1 : 0;
        }
        var ones = new float[16];
        Arrays.fill(ones, 1);
        return math.maskedBce(
                embeddings,
                engine.floats(targets, 4, 4),
                engine.floats(ones, 4, 4),
                engine.floats(Arrays.copyOf(ones, 4), 4));
    }

    @Test
    void trainingUsesTheBatchesStatisticsAndUpdatesTheRunningOnes() {
        var set = new ParameterSet(engine, network.parameters(), randomValues(network, 4));
        var films = values(new Random(6), 4 * 16 * 16);
        var before = set.values();

        try (var scope = engine.step()) {
            var batch = engine.floats(films, 4, 1, 16, 16);
            var evaluated = math.evalFeatures(set, batch).toFloats();
            var afterEvaluation = set.values();
            var trained = math.trainFeatures(set, batch).toFloats();

            assertThat(requireTensor(afterEvaluation, "bn1.running_mean").values())
                    .containsExactly(requireTensor(before, "bn1.running_mean").values());
            assertThat(trained).isNotEqualTo(evaluated);
            assertThat(requireTensor(set.values(), "bn1.running_mean").values())
                    .isNotEqualTo(requireTensor(before, "bn1.running_mean").values());
        }
    }

    @Test
    void firstConvolutionOfGreyFilmsEqualsOneOverThreeEqualChannels() {
        var values = randomValues(network, 8);
        var films = values(new Random(9), 16 * 16);
        var set = new ParameterSet(engine, network.parameters(), values);

        float[] actual;
        try (var scope = engine.step()) {
            actual = math.evalFeatures(set, engine.floats(films, 1, 1, 16, 16)).toFloats();
        }

        assertThat(actual).containsExactly(PlainNetwork.features(network, values, films, 16), within(1e-4f));
    }

    @Test
    void meanOfTheActivationMapPlusBiasIsTheLogit() {
        var values = new LinkedHashMap<>(randomValues(network, 10));
        values.put("fc.weight", Tensor.of(values(new Random(1), 8), 2, 4));
        values.put("fc.bias", Tensor.of(new float[] {0.5f, -2}, 2));
        var backbone = new ParameterSet(engine, network.parameters(), values);
        var head = new ParameterSet(engine, network.headParameters(2), values);

        try (var scope = engine.step()) {
            var map = math.evalFeatures(backbone, engine.floats(values(new Random(2), 3 * 256), 3, 1, 16, 16));
            var logits = math.linear(head, math.pool(map)).toFloats(); // [3,2]
            var cam = math.activationMap(head, map).toFloats(); // [3,2,4,4]
            var probabilities = math.sigmoid(math.linear(head, math.pool(map))).toFloats();

            for (var i = 0; i < 6; i++) {
                var mean = 0.0;
                for (var cell = 0; cell < 16; cell++) {
                    mean += cam[i * 16 + cell] / 16.0;
                }
                assertThat((double) logits[i])
                        .isCloseTo(mean + (i % 2 == 0 ? 0.5 : -2), within(1e-5 * (1 + Math.abs(mean))));
                assertThat((double) probabilities[i]).isCloseTo(1 / (1 + Math.exp(-logits[i])), within(1e-6));
            }
        }
    }

    @Test
    void normalisationScalesBytesAndSubtractsTheGreyMean() {
        var bytes = ByteBuffer.allocateDirect(4);
        bytes.put(new byte[] {0, (byte) 255, 51, (byte) 204}).flip();

        try (var scope = engine.step()) {
            var normalized =
                    math.normalizeGrey8(engine.grey8(bytes, 2), 0.4, 0.2).toFloats();

            assertThat(normalized).containsExactly(new float[] {-2, 3, -1, 2}, within(1e-5f));
        }
    }

    @Test
    void everythingOfAStepIsFreedWithIt() {
        var kept = engine.floats(new float[] {1, 2}, 2);
        DeviceTensor made;
        try (var scope = engine.step()) {
            made = math.sigmoid(kept);
        }

        assertThatThrownBy(made::toFloats).isInstanceOf(IllegalStateException.class);
        assertThat(kept.toFloats()).containsExactly(1, 2);
    }

    /** Gradient handles outside a step once held on to a network's activations: a run grew by megabytes per step. */
    @Test
    void anUpdateOutsideAStepLeavesNothingBehind() {
        var set = new ParameterSet(engine, network.parameters(), randomValues(network, 3));
        set.learn(true);
        try (var optimizer = new Optimizer(engine, Optimizer.Rule.ADAM, 0, set.learnedNames(), set.learned())) {
            try (var scope = engine.step()) {
                math.backward(() -> List.of(loss(set, values(new Random(5), 4 * 256))));
            }
            var before = engine.liveArrays();

            optimizer.update(1e-3);

            assertThat(engine.liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void refusesAnotherThread() {
        var elsewhere = CompletableFuture.supplyAsync(() -> engine.floats(new float[] {1}, 1));

        assertThatThrownBy(elsewhere::join)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("per thread");
    }

    static Map<String, Tensor> randomValues(Network network, long seed) {
        var random = new Random(seed);
        var values = new LinkedHashMap<String, Tensor>();
        for (var parameter : network.parameters()) {
            var array = values(random, (int) parameter.size());
            if (parameter.role() == Parameter.Role.RUNNING_VARIANCE || parameter.role() == Parameter.Role.NORM_WEIGHT) {
                for (var i = 0; i < array.length; i++) {
                    array[i] = 0.5f + Math.abs(array[i]);
                }
            }
            values.put(parameter.name(), Tensor.of(parameter.shape(), array));
        }
        return values;
    }

    static Tensor requireTensor(Map<String, Tensor> values, String name) {
        var tensor = values.get(name);
        if (tensor == null) {
            throw new AssertionError("no tensor " + name);
        }
        return tensor;
    }

    private static float[] values(Random random, int count) {
        var values = new float[count];
        for (var i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] unitRows(Random random, int rows, int d) {
        var values = values(random, rows * d);
        for (var row = 0; row < rows; row++) {
            var norm = Math.sqrt(dot(values, row, values, row, d));
            for (var i = 0; i < d; i++) {
                values[row * d + i] /= (float) norm;
            }
        }
        return values;
    }

    private static double dot(float[] a, int rowA, float[] b, int rowB, int d) {
        var sum = 0.0;
        for (var i = 0; i < d; i++) {
            sum += (double) a[rowA * d + i] * b[rowB * d + i];
        }
        return sum;
    }

    private static double[] widened(float[] values) {
        var wide = new double[values.length];
        for (var i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static float[] narrowed(double[] values) {
        var narrow = new float[values.length];
        for (var i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    /** The arithmetic of bf16, which only GPUs are asked for: nearly the same features, and gradients that reach the 32-bit weights. */
    @Test
    void halfPrecisionComputesNearlyTheSameAndTeachesTheSameWeights() {
        var films = new float[4 * 16 * 16];
        var random = new Random(5);
        for (var i = 0; i < films.length; i++) {
            films[i] = (float) random.nextGaussian();
        }
        var values = RandomStart.of(network.parameters(), 3);
        var full = new ParameterSet(engine, network.parameters(), values);
        var half = new ParameterSet(engine, network.parameters(), values);
        try (var scope = engine.step()) {
            var x = engine.floats(films, 4, 1, 16, 16);
            var expected = featuresAndGradients(new NetworkMath(engine), full, x);
            var actual = featuresAndGradients(new NetworkMath(engine, Precision.BF16), half, x);

            assertThat(actual.get(0)).containsExactly(expected.get(0), within(0.1f));
            assertThat(actual.get(0)).isNotEqualTo(expected.get(0));
            var product = 0.0;
            var squares = 0.0;
            var expectedSquares = 0.0;
            for (var i = 1; i < actual.size(); i++) {
                for (var j = 0; j < actual.get(i).length; j++) {
                    product += (double) actual.get(i)[j] * expected.get(i)[j];
                    squares += (double) actual.get(i)[j] * actual.get(i)[j];
                    expectedSquares += (double) expected.get(i)[j] * expected.get(i)[j];
                }
            }
            assertThat(product / Math.sqrt(squares * expectedSquares)).isGreaterThan(0.99);
        }
        full.close();
        half.close();
    }

    /** The features, then the gradients of a loss on them in the network's order. */
    private List<float[]> featuresAndGradients(NetworkMath math, ParameterSet backbone, DeviceTensor films) {
        backbone.learn(true);
        var head = new ParameterSet(engine, network.headParameters(1), RandomStart.of(network.headParameters(1), 1));
        var results = math.backward(() -> {
            var features = math.trainFeatures(backbone, films);
            var logits = math.linear(head, math.pool(features));
            return List.of(
                    math.maskedBce(
                            logits,
                            engine.floats(new float[] {0, 1, 1, 0}, 4, 1),
                            engine.floats(new float[] {1, 1, 1, 1}, 4, 1),
                            engine.floats(new float[] {1}, 1)),
                    features);
        });
        var all = new ArrayList<float[]>();
        all.add(results.get(1).toFloats());
        engine.gradients(backbone.learned()).forEach(gradient -> all.add(gradient.toFloats()));
        return all;
    }

    @Test
    void refusesHalfPrecisionOnACpuWithTheReason() {
        assertThatThrownBy(() -> TensorEngine.open(network, DeviceChoice.CPU, 1, Precision.BF16))
                .isInstanceOf(TensorEngineException.class)
                .hasMessageContaining("bf16 is for GPUs: on a CPU it makes a step many times slower");
    }

    @Test
    void saysInWordsThatMemoryRanOut() {
        assertThatThrownBy(() -> engine.zeros(List.of(1L << 44)))
                .isInstanceOf(TensorEngineException.class)
                .hasMessageContaining("ran out of memory")
                .hasMessageContaining("a smaller --batch");
    }
}
