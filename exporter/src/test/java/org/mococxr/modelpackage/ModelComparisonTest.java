package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.onnx.WeightStorage;

class ModelComparisonTest {
    @TempDir
    static Path folder;

    private static Optional<Manifest> before = Optional.empty();
    private static Optional<Manifest> after = Optional.empty();
    private static List<Prediction> predictions = List.of();

    @BeforeAll
    static void exportTwoReleases() throws Exception {
        SigningKey.generate(folder, "lab");
        var key = SigningKey.read(folder.resolve("lab.private.pem"));
        Checkpoint checkpoint = ExportFixture.checkpoint(folder.resolve("checkpoint"));
        predictions = Predictions.read(checkpoint.file(Checkpoint.PREDICTIONS));
        before = Optional.of(ModelExport.export(checkpoint, ExportFixture.settings(WeightStorage.FP32), key)
                .manifest());
        after = Optional.of(ModelExport.export(checkpoint, ExportFixture.settings(WeightStorage.FP16), key)
                .manifest());
    }

    @Test
    void namesOnlyWhatChanged() {
        var sentences = ModelComparison.of(before.orElseThrow(), after.orElseThrow(), Optional.empty());

        assertThat(sentences)
                .anyMatch(sentence -> sentence.startsWith("from cxr-test-r3-"))
                .contains("weights: 32 bits before, stored in 16 bits, computed in 32 now")
                .anyMatch(sentence ->
                        sentence.startsWith("tuberculosis: default operating point specificity70 at a score of"))
                .noneMatch(sentence -> sentence.startsWith("network") || sentence.contains("common films"));
    }

    /** The same scores: no difference, and the threshold that maps to the same sensitivity lies in the same gap. */
    @Test
    void findsNoDifferenceBetweenEqualModels() {
        var sentences = ModelComparison.of(
                before.orElseThrow(),
                after.orElseThrow(),
                Optional.of(new ModelComparison.OnCommonFilms(predictions, predictions)));

        assertThat(sentences)
                .contains(
                        "pleural_effusion: on 240 common films (%d with the finding) the AUROC changes by 0.000 [0.000, 0.000]"
                                .formatted(predictions.stream()
                                        .filter(p -> p.finding().equals("pleural_effusion") && p.label())
                                        .count()));
        var counts = sentences.stream()
                .filter(sentence -> sentence.startsWith("pleural_effusion: on them"))
                .findFirst()
                .orElseThrow();
        var point = before.orElseThrow().findings().get(0).thresholds().defaultOperatingPoint();
        assertThat(counts).contains("the score %.3f of sensitivity90".formatted(point.thresholdProbability()));
        var found = counts.replaceAll(".*used to find (\\d+) of.*", "$1");
        assertThat(counts).contains(" finds " + found + " and marks ");
    }

    /** Plain counting: with every score of the later model turned round, what was best is worst. */
    @Test
    void aTurnedModelLosesWhatItsAurocSays() {
        var turned = predictions.stream().map(p -> p.withLogit(-p.logit())).toList();

        var sentences = ModelComparison.of(
                before.orElseThrow(),
                after.orElseThrow(),
                Optional.of(new ModelComparison.OnCommonFilms(predictions, turned)));

        double auroc = before.orElseThrow()
                .findings()
                .get(0)
                .metrics()
                .get(0)
                .auroc()
                .orElseThrow()
                .value();
        assertThat(sentences)
                .anyMatch(sentence -> sentence.startsWith("pleural_effusion: on 240 common films")
                        && sentence.contains("changes by %.3f [".formatted(1 - 2 * auroc)));
    }

    @Test
    void refusesFilmsWhoseLabelsDiffer() {
        var other =
                predictions.stream().map(p -> like(p, p.source(), !p.label())).toList();

        assertThatThrownBy(() -> ModelComparison.of(
                        before.orElseThrow(),
                        after.orElseThrow(),
                        Optional.of(new ModelComparison.OnCommonFilms(predictions, other))))
                .hasMessageContaining("disagree about the label of ")
                .hasMessageContaining(" for pleural_effusion");
    }

    /** With other labels they would be refused, were they taken for the same. */
    @Test
    void filmsOfOneNameFromTwoCollectionsAreTwoFilms() {
        var elsewhere = predictions.stream()
                .map(p -> like(p, "another hospital", !p.label()))
                .toList();
        var later = Stream.concat(elsewhere.stream(), predictions.stream()).toList();

        var sentences = ModelComparison.of(
                before.orElseThrow(),
                after.orElseThrow(),
                Optional.of(new ModelComparison.OnCommonFilms(predictions, later)));

        assertThat(sentences)
                .anyMatch(sentence -> sentence.startsWith("pleural_effusion: on 240 common films")
                        && sentence.endsWith("changes by 0.000 [0.000, 0.000]"));
    }

    private static Prediction like(Prediction p, String source, boolean label) {
        return new Prediction(p.file(), p.patient(), source, p.split(), p.finding(), label, p.logit(), p.probability());
    }
}
