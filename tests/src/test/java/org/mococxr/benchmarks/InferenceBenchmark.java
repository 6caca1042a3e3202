package org.mococxr.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.PreparedFilm;
import org.mococxr.film.Radiograph;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.network.Parameter;
import org.mococxr.onnx.GraphSettings;
import org.mococxr.onnx.OnnxWriter;
import org.mococxr.onnx.WeightStorage;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.tensors.DeviceChoice;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.ParameterSet;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.RandomStart;

/**
 * What a film costs: ONNX Runtime against DJL's PyTorch, film preparation against the network, and the network against what the core
 * can do at most. One thread; each figure is the least CPU time of the calling thread over many rounds in which all candidates take
 * turns, so that other work on the machine and its changing clock touch them alike.
 */
@Tag("benchmark")
class InferenceBenchmark {
    private static final int SIDE = 224;
    private static final int FINDINGS = 2;
    private static final double MEAN = 0.5;
    private static final double STD = 0.25;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 40;

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "densenet121", "mobilenet_v2"})
    void aFilmByBothEngines(String name) {
        Network network = Networks.require(name);
        Map<String, Tensor> weights = RandomStart.of(network.parametersWithHead(FINDINGS), 1);
        PreparedFilm film = new FilmPreparation(SIDE)
                .prepare(PhantomFilm.draw(PhantomKind.NORMAL, 1, 512).radiograph());
        try (Engine onnxRuntime = oneThread(graph(network, weights));
                TensorEngine pyTorch = TensorEngine.open(network, DeviceChoice.CPU, 1)) {
            var math = new NetworkMath(pyTorch);
            var backbone = new ParameterSet(pyTorch, network.parameters(), weights);
            var head = new ParameterSet(pyTorch, network.headParameters(FINDINGS), weights);

            float[][] scores = new float[2][];
            double[] least =
                    least(List.of(() -> scores[0] = onnxRuntime.run(film).probabilities(), () -> {
                        try (var step = pyTorch.step()) {
                            var input = pyTorch.floats(film.values(), 1, 1, SIDE, SIDE);
                            var features = math.evalFeatures(backbone, math.normalizeGrey(input, MEAN, STD));
                            scores[1] = math.sigmoid(math.linear(head, math.pool(features)))
                                    .toFloats();
                        }
                    }));

            assertThat(scores[0]).containsExactly(scores[1], within(1e-4f)); // the same work was done
            Figures.say(
                    "%s %d, one film, one thread: ONNX Runtime %.1f ms, DJL/PyTorch %.1f ms: ratio %.2f",
                    name, SIDE, least[0], least[1], least[1] / least[0]);
        }
    }

    @Test
    void preparingALargeFilmBesideTheNetwork() {
        Network network = Networks.require("resnet18");
        Radiograph film = PhantomFilm.draw(PhantomKind.EFFUSION, 1, 3000).radiograph();
        var preparation = new FilmPreparation(SIDE);
        PreparedFilm prepared = preparation.prepare(film);
        try (Engine engine = oneThread(graph(network, RandomStart.of(network.parametersWithHead(FINDINGS), 1)))) {
            double[] least = least(List.of(() -> preparation.prepare(film), () -> engine.run(prepared)));

            Figures.say(
                    "%d x %d pixels of 16 bits to %d: preparation %.1f ms, ResNet-18 %.1f ms: %.1f %% of the result",
                    film.rows(), film.columns(), SIDE, least[0], least[1], 100 * least[0] / (least[0] + least[1]));
        }
    }

    /**
     * No convolution is faster than the best matrix product: the peak is the better of libtorch's product of two 1024 x 1024 matrices
     * and ONNX Runtime's chain of 1 x 1 convolutions of 512 channels, which is such a product without its own loop around it.
     */
    @Test
    void theNetworksBesideWhatTheCoreCanDo() {
        List<Network> networks = List.of(Networks.require("resnet18"), Networks.require("densenet121"), products());
        PreparedFilm film = new FilmPreparation(SIDE)
                .prepare(PhantomFilm.draw(PhantomKind.NORMAL, 1, 512).radiograph());
        int n = 1024;
        List<Parameter> square = List.of(
                new Parameter("square.weight", List.of((long) n, (long) n), Parameter.Role.LINEAR_WEIGHT),
                new Parameter("square.bias", List.of((long) n), Parameter.Role.LINEAR_BIAS));
        List<Engine> engines = new ArrayList<>();
        try (TensorEngine pyTorch = TensorEngine.open(networks.get(0), DeviceChoice.CPU, 1)) {
            var math = new NetworkMath(pyTorch);
            var matrix = new ParameterSet(pyTorch, square, RandomStart.of(square, 1));
            var other = pyTorch.floats(new float[n * n], n, n);
            List<Runnable> candidates = new ArrayList<>();
            for (Network network : networks) {
                Engine engine = oneThread(graph(network, RandomStart.of(network.parametersWithHead(FINDINGS), 1)));
                engines.add(engine);
                candidates.add(() -> engine.run(film));
            }
            candidates.add(() -> {
                try (var step = pyTorch.step()) {
                    math.linear(matrix, other);
                }
            });

            double[] least = least(candidates);

            double[] rates = IntStream.range(0, networks.size())
                    .mapToDouble(i -> gigaFlop(networks.get(i)) / least[i] * 1e3)
                    .toArray();
            double product = 2.0 * n * n * n / 1e9 / least[networks.size()] * 1e3;
            double peak = Math.max(product, rates[2]);
            Figures.say(
                    "FP32 of one core, GFLOP/s: libtorch's matrix product %.1f, ONNX Runtime's 1 x 1 convolutions %.1f; peak %.1f",
                    product, rates[2], peak);
            for (int i = 0; i < 2; i++) {
                Figures.say(
                        "%s %d: %.2f GFLOP in %.1f ms, %.1f GFLOP/s, %.0f %% of the peak",
                        networks.get(i).name(),
                        SIDE,
                        gigaFlop(networks.get(i)),
                        least[i],
                        rates[i],
                        100 * rates[i] / peak);
            }
        } finally {
            engines.forEach(Engine::close);
        }
    }

    /** After one convolution that brings a film to 28 x 28 cells: sixteen products of [512,512] and [512,784]. */
    private static Network products() {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer.Convolution("stem", "film", "x0", Network.INPUT_CHANNELS, 512, 8, 8, 0, 1));
        for (int i = 0; i < 16; i++) {
            layers.add(new Layer.Convolution("product" + i, "x" + i, "x" + (i + 1), 512, 512, 1, 1, 0, 1));
        }
        return new Network("products", "film", layers, "x16", 512, 8, "fc");
    }

    /** Two for each multiplication of a convolution; the exported graph has one input channel. */
    private static double gigaFlop(Network network) {
        Map<String, Integer> sides = new HashMap<>();
        double flop = 0;
        for (Layer layer : network.layers()) {
            var upToHere = new Network(
                    network.name(),
                    network.input(),
                    network.layers().subList(0, network.layers().indexOf(layer) + 1),
                    layer.output(),
                    network.featureChannels(),
                    network.strideOfFeatures(),
                    network.headParameter());
            sides.put(layer.output(), upToHere.featureSide(SIDE));
            if (layer instanceof Layer.Convolution c) {
                int inChannels = c.input().equals(network.input()) ? 1 : c.inChannels() / c.groups();
                double cells = Math.pow(sides.getOrDefault(c.output(), 0), 2);
                flop += 2.0 * inChannels * c.outChannels() * c.kernel() * c.kernel() * cells;
            }
        }
        return flop / 1e9;
    }

    private static byte[] graph(Network network, Map<String, Tensor> weights) {
        return OnnxWriter.write(
                network,
                new LinkedHashMap<>(weights),
                new GraphSettings(
                        SIDE,
                        MEAN,
                        STD,
                        Collections.nCopies(FINDINGS, GraphSettings.Scaling.NONE),
                        WeightStorage.FP32,
                        Map.of()));
    }

    private static Engine oneThread(byte[] graph) {
        return Engines.open(graph, new EngineSettings(ProviderChoice.CPU, 1, 1));
    }

    /** Milliseconds of CPU of this thread, for each candidate the least over rounds in which they take turns. */
    private static double[] least(List<Runnable> candidates) {
        var threads = ManagementFactory.getThreadMXBean();
        double[] least = new double[candidates.size()];
        java.util.Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < least.length; i++) {
                long began = threads.getCurrentThreadCpuTime();
                candidates.get(i).run();
                if (round >= 0) {
                    least[i] = Math.min(least[i], (threads.getCurrentThreadCpuTime() - began) / 1e6);
                }
            }
        }
        return least;
    }
}
