package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.RandomCheckpoints;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Calibration;
import org.mococxr.evaluation.Prediction;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.network.Networks;
import org.mococxr.onnx.GraphSettings;
import org.mococxr.onnx.OnnxWriter;
import org.mococxr.onnx.WeightStorage;

/** An 8-bit package is another model: judged film by film against the 32-bit one, and refused where it decides otherwise. */
class Int8ExportTest {
    private static final int FILMS = 120;
    private static final int SIZE = RandomCheckpoints.SIZE;

    @TempDir
    static Path folder;

    private static final Map<String, PreparedFilm> films = new HashMap<>();
    private static Optional<Checkpoint> checkpoint = Optional.empty();
    private static Optional<SigningKey> key = Optional.empty();

    /** Films whose labels the network's own scores tell, but for some noise. */
    @BeforeAll
    static void drawFilmsAndLetTheNetworkScoreThem() throws IOException {
        CheckpointState state = RandomCheckpoints.state("mobilenet_v2", CheckpointKind.FINETUNE);
        Map<String, Tensor> weights =
                RandomCheckpoints.weights(Networks.require("mobilenet_v2"), CheckpointKind.FINETUNE, 5);
        byte[] graph = OnnxWriter.write(
                Networks.require("mobilenet_v2"),
                weights,
                new GraphSettings(
                        SIZE,
                        state.greyMean(),
                        state.greyStd(),
                        List.of(GraphSettings.Scaling.NONE, GraphSettings.Scaling.NONE),
                        WeightStorage.FP32,
                        Map.of()));
        float[][] logits = new float[FILMS][];
        try (Engine engine = Engines.open(graph, new EngineSettings(ProviderChoice.CPU, 1, 1))) {
            for (int i = 0; i < FILMS; i++) {
                films.put("film" + i, film(i));
                logits[i] = engine.run(film(i)).logits();
            }
        }
        List<Prediction> predictions = new ArrayList<>();
        var random = new Random(3);
        for (int finding = 0; finding < 2; finding++) {
            int column = finding;
            double middle = java.util.stream.IntStream.range(0, FILMS)
                    .mapToDouble(i -> logits[i][column])
                    .sorted()
                    .skip(FILMS / 2)
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < FILMS; i++) {
                boolean with = (logits[i][column] > middle) != (random.nextInt(8) == 0);
                predictions.add(new Prediction(
                        "film" + i,
                        "patient" + i,
                        "phantom",
                        "val",
                        RandomCheckpoints.FINDINGS.get(finding),
                        with,
                        logits[i][column],
                        Calibration.sigmoid(logits[i][column])));
            }
        }
        Path at = folder.resolve("checkpoint");
        ExportFixture.write(at, state, weights, ExportFixture.reference(state, weights), predictions);
        checkpoint = Optional.of(Checkpoint.read(at));
        SigningKey.generate(folder, "lab");
        key = Optional.of(SigningKey.read(folder.resolve("lab.private.pem")));
    }

    /** Bands of light and dark whose strength and width differ, so that scores differ. */
    private static PreparedFilm film(int number) {
        var random = new Random(number);
        double strength = random.nextDouble() / 2;
        double width = 2 + 14 * random.nextDouble();
        float[] grey = new float[SIZE * SIZE];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (float) (0.5
                    + strength * Math.sin(i / SIZE / width) * Math.cos(i % SIZE / width)
                    + 0.05 * random.nextGaussian());
            grey[i] = Math.max(0, Math.min(1, grey[i]));
        }
        return PreparedFilm.of(grey, Placement.of(SIZE, SIZE, SIZE));
    }

    private static ExportedModel export(int offset, boolean forced) {
        FilmsForInt8 given = new FilmsForInt8() {
            @Override
            public List<PreparedFilm> calibration() {
                return java.util.stream.IntStream.range(1_000, 1_016)
                        .mapToObj(Int8ExportTest::film)
                        .toList();
            }

            @Override
            public PreparedFilm validation(String file) {
                int number = Integer.parseInt(file.substring("film".length()));
                return java.util.Objects.requireNonNull(films.get("film" + (number + offset) % FILMS));
            }
        };
        return ModelExport.export(
                checkpoint.orElseThrow(),
                ExportFixture.settings(WeightStorage.INT8),
                key.orElseThrow(),
                Optional.of(new Int8Request(given, forced)));
    }

    @Test
    void hasFiguresOfItsOwnAndSaysWhatEightBitsChanged() throws IOException {
        ExportedModel exported = export(0, true);

        ModelPackage read =
                ModelPackage.read(exported.bytes(), TrustedKeys.read(List.of(folder.resolve("lab.public.pem"))));
        assertThat(read.manifest().weights()).isEqualTo(WeightStorage.INT8);
        assertThat(read.manifest().parity().packaged())
                .hasValueSatisfying(
                        differences -> assertThat(differences.probabilities()).isBetween(1e-5, 0.2));
        assertThat(read.manifest().findings().get(0).metrics().get(0).films()).isEqualTo(FILMS);
        assertThat(read.manifest().lineage().predictionsSha256())
                .isNotEqualTo(Sha256.of(java.nio.file.Files.readAllBytes(
                        checkpoint.orElseThrow().file(Checkpoint.PREDICTIONS))));
        assertThat(read.modelCard())
                .contains("8 bits, computed in 8")
                .contains("activations measured on 16 films")
                .containsPattern(
                        "pleural_effusion: AUROC 0\\.\\d+ .* with 8 bits, 0\\.\\d+ .* with 32; \\d+\\.\\d % of 120 films");
        assertThat(exported.sizeBytes()).isLessThan(4_500_000);
    }

    @Test
    void isRefusedWhereItDecidesOtherwiseUnlessForced() {
        assertThatThrownBy(() -> export(1, false)) // the films are another patient's: their scores are
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("they change the model more than is allowed")
                .hasMessageContaining("insist with --force");

        assertThat(ModelPackage.read(export(1, true).bytes(), key.orElseThrow().trustingItself())
                        .modelCard())
                .contains("**Exported by force.**");
    }

    @Test
    void needsFilms() {
        assertThatThrownBy(() -> ModelExport.export(
                        checkpoint.orElseThrow(), ExportFixture.settings(WeightStorage.INT8), key.orElseThrow()))
                .hasMessageContaining("without films to measure and judge them on");
    }
}
