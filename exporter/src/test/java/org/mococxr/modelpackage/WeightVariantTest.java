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
import java.util.OptionalInt;
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
import org.mococxr.evaluation.FilmFacts;
import org.mococxr.evaluation.Prediction;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.json.StrictJson;
import org.mococxr.network.Networks;
import org.mococxr.onnx.GraphSettings;
import org.mococxr.onnx.OnnxWriter;
import org.mococxr.onnx.WeightStorage;

/** Weights in fewer bits make another model: judged film by film against the 32-bit one, and refused where it decides otherwise. */
class WeightVariantTest {
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
        return export(WeightStorage.INT8, offset, forced);
    }

    private static ExportedModel export(WeightStorage weights, int offset, boolean forced) {
        CheckpointFilms given = new CheckpointFilms() {
            @Override
            public List<PreparedFilm> calibration() {
                return java.util.stream.IntStream.range(1_000, 1_016)
                        .mapToObj(WeightVariantTest::film)
                        .toList();
            }

            @Override
            public PreparedFilm validation(Prediction of) {
                return java.util.Objects.requireNonNull(films.get("film" + (number(of) + offset) % FILMS));
            }

            @Override
            public FilmFacts facts(Prediction of) {
                int number = number(of);
                return new FilmFacts(
                        number % 3 == 0 ? "" : number % 3 == 1 ? "F" : "M",
                        number % 4 == 0 ? OptionalInt.empty() : OptionalInt.of(number),
                        number < 100 ? "PA" : "ap");
            }

            private int number(Prediction of) {
                return Integer.parseInt(of.file().substring("film".length()));
            }
        };
        return ModelExport.export(
                checkpoint.orElseThrow(),
                ExportFixture.settings(weights, forced),
                key.orElseThrow(),
                Optional.of(given));
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
                        "pleural_effusion: AUROC 0\\.\\d+ .*, with 32-bit weights 0\\.\\d+ .*; \\d+\\.\\d % of 120 films");
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

    /** Rounding weights to 16 bits changes scores a little: the thresholds are those of the graph in the package. */
    @Test
    void sixteenBitWeightsAreJudgedOnTheFilmsToo() throws Exception {
        // Forced: the labels follow the scores so closely that calibration widens any difference.
        ExportedModel exported = export(WeightStorage.FP16, 0, true);
        byte[] recorded = StoredZip.read(exported.bytes()).get(VariantRecord.PATH);

        VariantRecord record = StrictJson.read(java.util.Objects.requireNonNull(recorded), VariantRecord.class);

        assertThat(record.weights()).isEqualTo(WeightStorage.FP16);
        assertThat(record.calibrationFilms()).isZero();
        assertThat(record.findings()).allSatisfy(finding -> {
            assertThat(finding.films()).isEqualTo(FILMS);
            assertThat(finding.otherDecisions()).isLessThan(VariantRecord.MOST_OTHER_DECISIONS);
        });
        assertThat(exported.manifest().lineage().predictionsSha256())
                .isEqualTo(exported.manifest().findings().get(0).thresholds().filmsSha256())
                .isNotEqualTo(Sha256.of(java.nio.file.Files.readAllBytes(
                        checkpoint.orElseThrow().file(Checkpoint.PREDICTIONS))));
        assertThatThrownBy(() -> export(WeightStorage.FP16, 1, false))
                .hasMessageContaining("with weights stored in 16 bits")
                .hasMessageContaining("they change the model more than is allowed");
    }

    @Test
    void figuresAreSplitBySexAgeAndViewWhereTheFilmsAreKnown() {
        ExportedModel exported = export(WeightStorage.FP32, 0, false);

        assertThat(exported.manifest().findings().get(0).groups())
                .extracting(group -> group.attribute().words() + " " + group.value() + " " + group.films())
                .containsExactly(
                        "source phantom 120",
                        "sex F 40",
                        "sex M 40",
                        "sex not known 40",
                        "age 0 to 17 13",
                        "age 18 to 39 17",
                        "age 40 to 64 18",
                        "age 65 and over 42",
                        "age not known 30",
                        "view AP 20",
                        "view PA 100");
        assertThat(ModelPackage.read(exported.bytes(), key.orElseThrow().trustingItself())
                        .modelCard())
                .containsPattern("\\| age \\| 18 to 39 \\| 17 \\| \\d+ \\| \\d+ \\| 0\\.\\d{3} \\[")
                .doesNotContain("Nothing is known by sex");
    }

    @Test
    void needsFilms() {
        assertThatThrownBy(() -> ModelExport.export(
                        checkpoint.orElseThrow(), ExportFixture.settings(WeightStorage.INT8), key.orElseThrow()))
                .hasMessageContaining("without films to measure and judge them on");
    }
}
