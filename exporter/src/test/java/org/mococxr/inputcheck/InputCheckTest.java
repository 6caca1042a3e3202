package org.mococxr.inputcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;

class InputCheckTest {
    private static final String CHECKPOINT = "ab".repeat(32);
    private static final int LENGTH = 6;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theHeadIsASoftmaxOfALinearMap(long seed) {
        Tensor weights = InputChecks.random(seed, 5, 768);
        Tensor bias = InputChecks.random(seed + 10, 5);
        float[] features = InputChecks.random(seed + 20, 768).values();

        double[] probabilities = KindHead.of(weights, bias).probabilities(features);

        double[] odds = new double[5];
        double sum = 0;
        for (int kind = 0; kind < 5; kind++) {
            double logit = bias.value(kind);
            for (int i = 0; i < 768; i++) {
                logit += weights.value(kind * 768 + i) * features[i];
            }
            odds[kind] = Math.exp(logit);
            sum += odds[kind];
        }
        for (int kind = 0; kind < 5; kind++) {
            assertThat(probabilities[kind]).isCloseTo(odds[kind] / sum, within(1e-6));
        }
    }

    @Test
    void theDistanceIsTheLengthOfTheWhitenedDifference() {
        Tensor mean = InputChecks.random(1, LENGTH);
        Tensor whitening = InputChecks.random(2, LENGTH * (LENGTH + 1) / 2);
        float[] embedding = InputChecks.random(3, LENGTH).values();

        double distance = EmbeddingDistance.of(mean, whitening).of(embedding);

        double squares = 0;
        for (int row = 0; row < LENGTH; row++) {
            double white = 0;
            for (int column = 0; column <= row; column++) {
                white += whitening.value(row * (row + 1) / 2 + column) * (embedding[column] - mean.value(column));
            }
            squares += white * white;
        }
        assertThat(distance).isCloseTo(Math.sqrt(squares / LENGTH), within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "0.50,0.30,0.10,0.05,0.05, FRONTAL",
        "0.49,0.11,0.12,0.13,0.15, NOT_CHEST",
        "0.10,0.60,0.10,0.10,0.10, LATERAL",
        "0.10,0.10,0.60,0.10,0.10, INVERTED",
        "0.10,0.10,0.10,0.60,0.10, ROTATED",
    })
    void aFilmIsFrontalOnlyIfThatIsProbableEnough(
            double frontal, double lateral, double inverted, double rotated, double other, InputKind expected) {
        KindVerdict verdict = KindVerdict.of(new double[] {frontal, lateral, inverted, rotated, other}, 0.5);

        assertThat(verdict).isEqualTo(new KindVerdict(expected, frontal));
    }

    @Test
    void whatWasWrittenIsReadBackAndTheBytesAreAlwaysTheSame() throws IOException {
        InputCheck check = InputChecks.random(CHECKPOINT, LENGTH);

        check.write(folder);
        InputCheck read = InputCheck.read(folder);

        assertThat(read.report()).isEqualTo(check.report());
        assertThat(read.tensors())
                .isEqualTo(InputChecks.random(CHECKPOINT, LENGTH).tensors());
        assertThat(read.reportDocument()).isEqualTo(check.reportDocument());
        float[] embedding = InputChecks.random(9, LENGTH).values();
        assertThat(read.distance(embedding)).isEqualTo(check.distance(embedding));
    }

    @Test
    void ratesAreCountedWithWilsonsInterval() {
        RefusalRate frontal = InputChecks.report(CHECKPOINT).rates().get(0);

        assertThat(frontal.refused()).isEqualTo(3);
        assertThat(frontal.inWords()).isEqualTo("3 of 100 (3.0 %, 95 % interval 1.0 to 8.5 %)");
        assertThat(frontal.reasonsInWords()).isEqualTo("2 inverted film, 1 unusual");
    }

    @Test
    void refusesTensorsThatAreNotExactlyItsOwn() {
        byte[] report = InputChecks.random(CHECKPOINT, LENGTH).reportDocument();

        assertRefused(report, change("kind.bias", null), "holds the tensors [kind.weight, embedding.mean");
        assertRefused(report, change("kind.bias", InputChecks.random(1, 4)), "bias have the shape [4], expected [5]");
        assertRefused(report, change("kind.weight", InputChecks.random(1, 5, 767)), "expected [5, 768]");
        assertRefused(report, change("embedding.whitening", InputChecks.random(1, 20)), "expected [21]");
        assertRefused(report, change("embedding.mean", InputChecks.random(1, 0)), "1 to 8192 values, not 0");
        float[] broken = InputChecks.random(1, LENGTH).values();
        broken[2] = Float.NaN;
        assertRefused(report, change("embedding.mean", Tensor.of(broken, LENGTH)), "hold NaN at 2");
    }

    @Test
    void refusesAReportThatDoesNotFit() {
        InputCheck check = InputChecks.random(CHECKPOINT, LENGTH);
        String report = new String(check.reportDocument(), StandardCharsets.UTF_8);

        assertReportRefused(report.replace("edges-64/1", "edges-64/9"), "fitted to the features \"edges-64/9\"");
        assertReportRefused(report.replace("cxr-input-check/1", "cxr-input-check/2"), "reads \"cxr-input-check/1\"");
        assertReportRefused(
                report.replace("\"frontalAtLeast\" : 0.5", "\"frontalAtLeast\" : 1.5"), "thresholds are 1.5");
        assertReportRefused(report.replace("\"mostUnusual\" : 3.25", "\"mostUnusual\" : -1.0"), "and -1.0, a distance");
        assertReportRefused(report.replace("\"unusual\" : 1", "\"unusual\" : 99"), "counts that fit each other");
        assertReportRefused("{", "input-check.json cannot be read: not JSON");
    }

    @Test
    void noDamagedTensorsBreakTheReader() {
        InputCheck check = InputChecks.random(CHECKPOINT, LENGTH);
        byte[] report = check.reportDocument();
        byte[] tensors = check.tensors();
        var random = new Random(31);

        for (int attempt = 0; attempt < 2_000; attempt++) {
            byte[] damaged = random.nextBoolean() ? tensors.clone() : Arrays.copyOf(tensors, random.nextInt(700));
            for (int change = 0; change < 3 && damaged.length > 0; change++) {
                damaged[random.nextInt(Math.min(500, damaged.length))] = (byte) random.nextInt();
            }
            try {
                InputCheck.read(report, damaged);
            } catch (InputCheckUnreadableException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static void assertReportRefused(String report, String reason) {
        assertRefused(
                report.getBytes(StandardCharsets.UTF_8),
                InputChecks.random(CHECKPOINT, LENGTH).tensors(),
                reason);
    }

    private static void assertRefused(byte[] report, byte[] tensors, String reason) {
        assertThatThrownBy(() -> InputCheck.read(report, tensors))
                .isInstanceOf(InputCheckUnreadableException.class)
                .hasMessageContaining(reason);
    }

    /** @param tensor instead of the one of this name; null for none */
    private static byte[] change(String name, @org.jspecify.annotations.Nullable Tensor tensor) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(
                Safetensors.read(InputChecks.random(CHECKPOINT, LENGTH).tensors(), "check")
                        .tensors());
        if (tensor == null) {
            tensors.remove(name);
        } else {
            tensors.put(name, tensor);
        }
        return new Safetensors(tensors, Map.of()).bytes();
    }
}
