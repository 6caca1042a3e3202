package org.mococxr.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.network.Network;
import org.mococxr.onnx.OnnxWriter;
import org.mococxr.onnx.TinyNetworks;
import org.mococxr.onnx.WeightStorage;

class EnginesTest {
    private static final int SIZE = 128;
    private static final Network NETWORK = TinyNetworks.everyLayer();
    private static final byte[] ONNX = OnnxWriter.write(
            NETWORK,
            TinyNetworks.weights(NETWORK, 2, 1),
            TinyNetworks.settings(SIZE, List.of(1.0, 1.0), WeightStorage.FP32));

    @Test
    void reportsTheProviderThatTheProfileShows() {
        try (Engine engine = Engines.open(ONNX, new EngineSettings(ProviderChoice.CPU, 1, 1))) {
            ProviderReport report = engine.provider();

            assertThat(report.effective()).isEqualTo("CPU");
            assertThat(report.nodesPerProvider()).containsOnlyKeys("CPUExecutionProvider");
            assertThat(report.nodesPerProvider().values())
                    .allSatisfy(nodes -> assertThat(nodes).isGreaterThan(8));
            assertThat(report.runtimeVersion()).startsWith("1.29");
            assertThat(report.fallbackReason()).isEmpty();
        }
    }

    /** These builds run on machines without a graphics card; what is compiled in must not be mistaken for what works. */
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "CUDA", "TENSORRT"})
    void fallsBackToTheCpuAndSaysWhy(ProviderChoice wanted) {
        try (Engine engine = Engines.open(ONNX, new EngineSettings(wanted, 1, 1))) {
            ProviderReport report = engine.provider();

            assertThat(report.requested()).isEqualTo(wanted);
            if (report.effective().equals("CPU")) {
                assertThat(report.fallbackReason())
                        .hasValueSatisfying(why -> assertThat(why).isNotBlank());
                assertThat(report.inWords()).contains("; not CUDA: ");
            } else {
                assertThat(report.nodesPerProvider()).containsOnlyKeys("CUDAExecutionProvider");
            }
        }
    }

    @Test
    void theOrderOfProvidersIsTensorRtCudaCpu() {
        assertThat(ProviderChoice.AUTO.tried()).containsExactly(Accelerator.TENSORRT, Accelerator.CUDA);
        assertThat(ProviderChoice.CPU.tried()).isEmpty();
        assertThat(ProviderChoice.after("CUDA and Tensorrt")).contains(ProviderChoice.CUDA);
        assertThat(ProviderChoice.after("CUDA")).contains(ProviderChoice.CPU);
        assertThat(ProviderChoice.after("CPU")).isEmpty();
    }

    /** A run of a few nodes is over before the watchdog wakes, now and then; what was not ended must be right. */
    @Test
    void aRunThatTakesTooLongIsEndedAndTheEngineGoesOn() {
        try (Engine patient = Engines.open(ONNX, new EngineSettings(ProviderChoice.CPU, 1, 1));
                Engine hasty = Engines.open(ONNX, new EngineSettings(ProviderChoice.CPU, 1, 1, Duration.ofNanos(1)))) {
            float[] right = patient.run(film(1)).logits();
            var ended = 0;
            for (int i = 0; i < 2_000 && ended < 3; i++) {
                try {
                    assertThat(hasty.run(film(1)).logits()).isEqualTo(right);
                } catch (InferenceFailedException e) {
                    assertThat(e).hasMessageContaining("ended by force").hasMessageContaining("0 ms");
                    ended++;
                }
            }

            assertThat(ended).isEqualTo(3);
        }
    }

    @Test
    void givesEveryThreadItsOwnResult() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Engine engine = Engines.open(ONNX, new EngineSettings(ProviderChoice.CPU, 1, 2))) {
            List<PreparedFilm> films = new ArrayList<>();
            List<float[]> alone = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                films.add(film(i));
                alone.add(engine.run(films.get(i)).logits());
            }

            List<Future<float[]>> together = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                PreparedFilm film = films.get(i % films.size());
                together.add(threads.submit(() -> engine.run(film).logits()));
            }

            for (int i = 0; i < together.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i % films.size()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesAFilmOfAnotherSize() {
        try (Engine engine = Engines.open(ONNX, new EngineSettings(ProviderChoice.CPU, 1, 1))) {
            PreparedFilm small = PreparedFilm.of(new float[64 * 64], Placement.of(64, 64, 64));

            assertThatThrownBy(() -> engine.run(small))
                    .isInstanceOf(InferenceFailedException.class)
                    .hasMessageContaining("prepared at 64 pixels a side, the model takes 128");
        }
    }

    @Test
    void refusesToRunOnceClosedAndClosesTwice() {
        Engine engine = Engines.open(ONNX, new EngineSettings(ProviderChoice.CPU, 1, 1));
        engine.close();
        engine.close();

        assertThatThrownBy(() -> engine.run(film(1))).hasMessageContaining("was closed");
    }

    @Test
    void refusesAModelThatIsNotOurs() {
        assertThatThrownBy(() -> Engines.open(new byte[] {1, 2, 3}, new EngineSettings(ProviderChoice.CPU, 1, 1)))
                .isInstanceOf(InferenceFailedException.class)
                .hasMessageContaining("cannot open the model");
    }

    /** A tensor over a heap array leaks its copy until the next full collection: 64 kB x 3,000 films would be 190 MB. */
    @Test
    void doesNotGrowWhileItRuns() throws IOException {
        try (Engine engine = Engines.open(ONNX, new EngineSettings(ProviderChoice.CPU, 1, 1))) {
            PreparedFilm film = film(1);
            for (int i = 0; i < 500; i++) {
                engine.run(film);
            }
            long before = residentKilobytes();

            for (int i = 0; i < 3_000; i++) {
                engine.run(film);
            }

            assertThat(residentKilobytes() - before).isLessThan(60_000);
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static PreparedFilm film(long seed) {
        var random = new Random(seed);
        float[] values = new float[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return PreparedFilm.of(values, Placement.of(SIZE, SIZE, SIZE));
    }
}
