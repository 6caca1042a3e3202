package org.mococxr.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Networks;
import org.mococxr.weights.LivelyStart;

/** Our backbones against torchvision's, run by the system's Python: outputs, gradients and running statistics in both modes. */
@Tag("system-tools")
class TorchOracleTest {
    private static final int FILMS = 6;
    private static final int SIDE = 64;
    private static final int FINDINGS = 2;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "densenet121", "mobilenet_v2", "mobilenet_v2_relu"})
    void repeatsTorchvision(String name) throws IOException, InterruptedException {
        var network = Networks.require(name);
        var values = LivelyStart.of(network, FINDINGS, 5);
        var films = smoothFilms();
        float[] targets = {1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1};
        var given = new LinkedHashMap<>(values);
        given.put("films", Tensor.of(films, FILMS, 1, SIDE, SIDE));
        given.put("targets", Tensor.of(targets, FILMS, FINDINGS));
        new Safetensors(given, Map.of()).write(folder.resolve("given.safetensors"));

        var torch = askPython(name);

        try (var engine = TensorEngine.open(network, DeviceChoice.CPU, 1)) {
            var backbone = new ParameterSet(engine, network.parameters(), values);
            var head = new ParameterSet(engine, network.headParameters(FINDINGS), values);
            backbone.learn(true);
            head.learn(true);
            var names = new ArrayList<>(backbone.learnedNames());
            names.addAll(head.learnedNames());
            var learned = new ArrayList<>(backbone.learned());
            learned.addAll(head.learned());
            compare(
                    engine,
                    torch,
                    "eval",
                    names,
                    learned,
                    films,
                    targets,
                    (x, m) -> m.linear(head, m.pool(m.evalFeatures(backbone, x))));
            compare(
                    engine,
                    torch,
                    "train",
                    names,
                    learned,
                    films,
                    targets,
                    (x, m) -> m.linear(head, m.pool(m.trainFeatures(backbone, x))));
            for (var parameter : network.parameters()) {
                if (!parameter.role().learned()) {
                    assertThat(cosine(
                                    NetworkMathTest.requireTensor(backbone.values(), parameter.name()),
                                    torch.require("after." + parameter.name())))
                            .as(parameter.name())
                            .isGreaterThan(0.99999);
                }
            }
        }
    }

    private static void compare(
            TensorEngine engine,
            Safetensors torch,
            String mode,
            List<String> names,
            List<DeviceTensor> learned,
            float[] films,
            float[] targets,
            BiFunction<DeviceTensor, NetworkMath, DeviceTensor> forward) {
        var math = new NetworkMath(engine);
        var ones = new float[FILMS * FINDINGS];
        Arrays.fill(ones, 1);
        try (var scope = engine.step();
                var optimizer = new Optimizer(engine, Optimizer.Rule.SGD, 0, names, learned)) {
            var x = engine.floats(films, FILMS, 1, SIDE, SIDE);
            var y = engine.floats(targets, FILMS, FINDINGS);
            var w = engine.floats(ones, FILMS, FINDINGS);
            var even = engine.floats(new float[] {1, 1}, FINDINGS);
            var results = math.backward(() -> {
                var logits = forward.apply(x, math);
                return List.of(math.maskedBce(logits, y, w, even), logits);
            });
            var gradients = engine.gradients(learned);

            var expected = torch.require(mode + ".logits").values();
            var actual = results.get(1).toFloats();
            var largest = 10f;
            for (var logit : expected) {
                largest = Math.max(largest, Math.abs(logit));
            }
            assertThat(actual).as(mode + " logits").containsExactly(expected, within(1e-4f * largest));
            var all = 0.0;
            for (var name : names) {
                all = Math.hypot(all, norm(torch.require(mode + ".gradient." + name)));
            }
            for (var i = 0; i < names.size(); i++) {
                var gradient = gradients.get(i).toTensor();
                var theirs = torch.require(mode + ".gradient." + names.get(i));
                // Behind a batch norm that is followed by a convolution and another batch norm, a shift changes
                // nothing: its gradient
                // is zero but for rounding, and has no direction to compare.
                var negligible = 1e-5 * all;
                assertThat(norm(gradient) < negligible && norm(theirs) < negligible || cosine(gradient, theirs) > 0.995)
                        .as("%s gradient of %s: cosine %s, norms %s and %s of %s"
                                .formatted(
                                        mode,
                                        names.get(i),
                                        cosine(gradient, theirs),
                                        norm(gradient),
                                        norm(theirs),
                                        all))
                        .isTrue();
            }
            optimizer.update(0); // zeroes the gradients
        }
    }

    private Safetensors askPython(String network) throws IOException, InterruptedException {
        var script = folder.resolve("torch_oracle.py");
        try (var resource = TorchOracleTest.class.getResourceAsStream("torch_oracle.py")) {
            if (resource == null) {
                throw new AssertionError("torch_oracle.py is not on the class path");
            }
            Files.copy(resource, script);
        }
        var out = folder.resolve("torch.safetensors");
        var python = System.getenv().getOrDefault("PYTHON_WITH_TORCH", "/usr/bin/python3");
        var process = new ProcessBuilder(
                        python,
                        script.toString(),
                        network,
                        folder.resolve("given.safetensors").toString(),
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("python.log").toFile())
                .start();

        assertThat(process.waitFor()).as(this::log).isZero();
        return Safetensors.read(out);
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("python.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] smoothFilms() {
        var random = new Random(11);
        var films = new float[FILMS * SIDE * SIDE];
        for (var film = 0; film < FILMS; film++) {
            var a = 0.1 + 0.2 * random.nextDouble();
            var b = 0.1 + 0.2 * random.nextDouble();
            for (var i = 0; i < SIDE * SIDE; i++) {
                films[film * SIDE * SIDE + i] =
                        (float) (Math.sin(a * (i / SIDE)) + Math.cos(b * (i % SIDE)) + 0.3 * random.nextGaussian());
            }
        }
        return films;
    }

    private static double norm(Tensor a) {
        var squares = 0.0;
        for (var i = 0; i < a.size(); i++) {
            squares += (double) a.value(i) * a.value(i);
        }
        return Math.sqrt(squares);
    }

    private static double cosine(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        var dot = 0.0;
        for (var i = 0; i < a.size(); i++) {
            dot += (double) a.value(i) * b.value(i);
        }
        return dot / (norm(a) * norm(b));
    }
}
