package org.mococxr.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.augmentation.FilmOrder;
import org.mococxr.augmentation.ViewLoader;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.film.FilmReader;
import org.mococxr.filmlist.FilmListReader;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.lab.LabMain;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.network.Parameter;
import org.mococxr.tensors.DeviceChoice;
import org.mococxr.tensors.DeviceTensor;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.Optimizer;
import org.mococxr.tensors.ParameterSet;
import org.mococxr.tensors.TensorEngine;
import org.mococxr.weights.RandomStart;
import org.mococxr.workbench.Program;

/**
 * A step of learning against the same step in the system's Python PyTorch: same network, films, batch and threads, one after the other
 * in one run. CPU time is the figure to compare on a machine that has other work; wall time on a quiet one. Python is taken from
 * {@code PYTHON_WITH_TORCH}, else {@code /usr/bin/python3}.
 */
@Tag("benchmark")
class TrainingSpeedBenchmark {
    private static final int THREADS = 2;
    private static final int STEPS = 8;
    private static final int KEYS = 4096;

    @TempDir
    private Path folder = Path.of("");

    /** The tensors of one task, and its step. */
    private static final class Task implements AutoCloseable {
        private final TensorEngine engine;
        private final NetworkMath math;
        private final boolean moco;
        private final ParameterSet backbone;
        private final ParameterSet head;
        private final ParameterSet keyBackbone;
        private final ParameterSet keyHead;
        private final Optimizer optimizer;
        private final DeviceTensor queue;
        private final DeviceTensor queuePatients;
        private final int side;
        private final int batch;
        private final ByteBuffer films;
        private int step;
        private long updateNanos;

        Task(Network network, boolean moco, int side, int batch) {
            this.moco = moco;
            this.side = side;
            this.batch = batch;
            engine = TensorEngine.open(network, DeviceChoice.CPU, THREADS);
            math = new NetworkMath(engine);
            var headParameters = moco ? projection(network.featureChannels()) : network.headParameters(2);
            var values = new LinkedHashMap<>(RandomStart.of(network.parameters(), 1));
            values.putAll(RandomStart.of(headParameters, 1));
            backbone = new ParameterSet(engine, network.parameters(), values);
            head = new ParameterSet(engine, headParameters, values);
            keyBackbone = new ParameterSet(engine, network.parameters(), values);
            keyHead = new ParameterSet(engine, headParameters, values);
            backbone.learn(true);
            head.learn(true);
            var names = new ArrayList<>(backbone.learnedNames());
            names.addAll(head.learnedNames());
            optimizer = new Optimizer(engine, Optimizer.Rule.SGD, 1e-4, names, learned(backbone, head));
            var random = new Random(1);
            var rows = new float[KEYS * 128];
            for (var i = 0; i < rows.length; i++) {
                rows[i] = (float) (random.nextGaussian() / Math.sqrt(128));
            }
            queue = engine.floats(rows, KEYS, 128);
            var nobody = new long[KEYS];
            Arrays.fill(nobody, -1);
            queuePatients = engine.longs(nobody);
            var bytes = new byte[2 * batch * side * side];
            random.nextBytes(bytes);
            films = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        }

        private static List<Parameter> projection(int d) {
            return List.of(
                    new Parameter("projection.0.weight", List.of((long) d, (long) d), Parameter.Role.LINEAR_WEIGHT),
                    new Parameter("projection.0.bias", List.of((long) d), Parameter.Role.LINEAR_BIAS),
                    new Parameter("projection.2.weight", List.of(128L, (long) d), Parameter.Role.LINEAR_WEIGHT),
                    new Parameter("projection.2.bias", List.of(128L), Parameter.Role.LINEAR_BIAS));
        }

        private static List<DeviceTensor> learned(ParameterSet backbone, ParameterSet head) {
            var all = new ArrayList<>(backbone.learned());
            all.addAll(head.learned());
            return all;
        }

        private DeviceTensor views(int which) {
            var size = batch * side * side;
            return math.normalizeGrey8(engine.grey8(films.slice(which * size, size), side), 0.5, 0.25);
        }

        void step() {
            try (var scope = engine.step()) {
                if (moco) {
                    var started = System.nanoTime();
                    math.follow(learned(keyBackbone, keyHead), learned(backbone, head), 0.99);
                    updateNanos += System.nanoTime() - started;
                    var keys = math.project(keyHead, math.pool(math.trainFeatures(keyBackbone, views(1))));
                    var whose = engine.longs(new long[batch]);
                    var queries = views(0);
                    math.backward(() -> math.infoNce(
                                    math.project(head, math.pool(math.trainFeatures(backbone, queries))),
                                    keys,
                                    queue,
                                    whose,
                                    queuePatients,
                                    0.2))
                            .get(1)
                            .toFloats();
                    math.enqueue(queue, queuePatients, keys, whose, step * batch % KEYS);
                } else {
                    var targets = new float[2 * batch];
                    var ones = new float[2 * batch];
                    for (var i = 0; i < targets.length; i++) {
                        targets[i] = i % 2;
                        ones[i] = 1;
                    }
                    var y = engine.floats(targets, batch, 2);
                    var w = engine.floats(ones, batch, 2);
                    var even = engine.floats(new float[] {1, 1}, 2);
                    var x = views(0);
                    math.backward(() -> List.of(math.maskedBce(
                                    math.linear(head, math.pool(math.trainFeatures(backbone, x))), y, w, even)))
                            .get(0)
                            .toFloats();
                }
                var started = System.nanoTime();
                optimizer.update(0.001);
                updateNanos += System.nanoTime() - started;
            }
            step++;
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18,supervised,224,16",
        "resnet18,moco,224,16",
        "resnet18,supervised,64,128",
        "resnet18,moco,64,128",
        "densenet121,supervised,224,16",
        "densenet121,moco,224,16"
    })
    void aStepAgainstPythons(String network, String taskName, int side, int batch)
            throws IOException, InterruptedException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var cpu = new double[STEPS];
        var wall = new double[STEPS];
        double updateShare;
        try (var task = new Task(Networks.require(network), taskName.equals("moco"), side, batch)) {
            for (var step = 0; step < STEPS; step++) {
                var cpuStart = system.getProcessCpuTime();
                var wallStart = System.nanoTime();
                task.step();
                cpu[step] = (system.getProcessCpuTime() - cpuStart) / 1e6;
                wall[step] = (System.nanoTime() - wallStart) / 1e6;
            }
            updateShare = task.updateNanos / 1e6 / Arrays.stream(wall).sum();
        }
        var python = python(network, taskName, side, batch);

        System.out.printf(
                "%s %s %d x %d^2, %d threads: ours %.0f ms CPU, %.0f ms wall; Python %.0f and %.0f: ratio %.2f by CPU, %.2f by wall;"
                        + " optimiser and momentum %.1f %%%n",
                network,
                taskName,
                batch,
                side,
                THREADS,
                middle(cpu),
                middle(wall),
                python[0],
                python[1],
                python[0] / middle(cpu),
                python[1] / middle(wall),
                100 * updateShare);
        assertThat(python[0]).isPositive();
    }

    private static double middle(double[] values) {
        var kept = Arrays.copyOfRange(values, 2, values.length);
        Arrays.sort(kept);
        return kept[kept.length / 2];
    }

    /** Milliseconds of CPU and of wall. */
    private double[] python(String network, String task, int side, int batch) throws IOException, InterruptedException {
        var script = folder.resolve("torch_speed.py");
        try (var resource = TrainingSpeedBenchmark.class.getResourceAsStream("torch_speed.py")) {
            if (resource == null) {
                throw new AssertionError("torch_speed.py is not on the class path");
            }
            Files.copy(resource, script);
        }
        var builder = new ProcessBuilder(
                System.getenv().getOrDefault("PYTHON_WITH_TORCH", "/usr/bin/python3"),
                script.toString(),
                network,
                task,
                Integer.toString(side),
                Integer.toString(batch),
                Integer.toString(THREADS),
                Integer.toString(STEPS));
        var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said;
        try (var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            var text = new StringBuilder();
            for (var c = output.read(); c >= 0; c = output.read()) {
                text.append((char) c);
            }
            said = text.toString();
        }
        assertThat(process.waitFor()).as(said).isZero();
        return Arrays.stream(said.strip().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** What one loader thread manages against what a step consumes: pretraining, 224 pixels, strong views. */
    @Test
    void theLoaderAgainstTheStep() throws IOException {
        Program.ours(
                        LabMain.class,
                        List.of(
                                "phantom",
                                "--out",
                                folder.resolve("films").toString(),
                                "--train",
                                "64",
                                "--val",
                                "2",
                                "--test",
                                "2",
                                "--side",
                                "320"))
                .end()
                .expectSuccess();
        var listed = FilmListReader.read(List.of(folder.resolve("films/films.csv")), List.of())
                .get(0)
                .films();
        var kitchen = new PreparedFilms.Kitchen(file -> FilmReader.read(file).radiograph(), folder.resolve("cache"), 2);
        var films = PreparedFilms.open(listed, 280, PreparedFilms.Depth.GREY8, kitchen, done -> {});
        var order = new FilmOrder(1, films.films().size(), 16);
        var settings = new ViewLoader.Settings(ViewRecipe.CXR_STRONG, 224, 2, 1, 1);
        double painted;
        try (var loader = new ViewLoader(films, settings, 16, order::at, 0, 30)) {
            for (var step = 0; step < 30; step++) {
                loader.next().close();
            }
            painted = loader.filmsPerSecond();
        }
        double learned;
        try (var task = new Task(Networks.require("resnet18"), true, 224, 16)) {
            task.step();
            var started = System.nanoTime();
            for (var step = 0; step < 4; step++) {
                task.step();
            }
            learned = 4 * 16 * 1e9 / (System.nanoTime() - started);
        }

        System.out.printf(
                "loader, one thread, two strong views of 224^2 a film: %.0f films/s; a ResNet-18 MoCo step with %d threads: %.1f films/s; ratio %.1f%n",
                painted, THREADS, learned, painted / learned);
        assertThat(painted).isPositive();
    }

    /** Resident memory after 100 and after 500 steps. */
    @Test
    void memoryStaysFlat() throws IOException {
        try (var task = new Task(Networks.require("resnet18"), true, 64, 8)) {
            for (var step = 0; step < 100; step++) {
                task.step();
            }
            var early = residentMib();
            for (var step = 0; step < 400; step++) {
                task.step();
            }
            var late = residentMib();

            System.out.printf("resident after 100 steps %d MiB, after 500 steps %d MiB%n", early, late);
            assertThat(late).isLessThan(early + 200);
        }
    }

    private static long residentMib() throws IOException {
        System.gc(); // Java's own small objects wait for it; what is measured is libtorch's side
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
