package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.RandomCheckpoints;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.OperatingPoints;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Subgroup;
import org.mococxr.film.GreyRecipe;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.onnx.WeightStorage;

class ModelExportTest {
    @TempDir
    static Path folder;

    private static Checkpoint checkpoint;
    private static SigningKey key;
    private static TrustedKeys trusted;
    private static ExportedModel exported;
    private static ExportedModel exportedInHalf;

    @BeforeAll
    static void makeCheckpointAndKey() throws IOException {
        checkpoint = ExportFixture.checkpoint(folder.resolve("checkpoint"));
        SigningKey.generate(folder.resolve("keys"), "lab");
        key = SigningKey.read(folder.resolve("keys/lab.private.pem"));
        trusted = TrustedKeys.read(List.of(folder.resolve("keys")));
        exported = ModelExport.export(checkpoint, ExportFixture.settings(WeightStorage.FP32), key);
        exportedInHalf = ModelExport.export(checkpoint, ExportFixture.settings(WeightStorage.FP16), key);
    }

    @Test
    void makesAPackageThatReadsBackAndPassesItsGoldenTest() {
        ModelPackage read = ModelPackage.read(exported.bytes(), trusted);

        assertThat(read.digest()).isEqualTo(exported.digest());
        assertThat(read.verified()).isTrue();
        assertThat(read.signingKeyId()).isEqualTo(key.id());
        Manifest manifest = read.manifest();
        assertThat(manifest).isEqualTo(exported.manifest());
        assertThat(manifest.id()).startsWith("cxr-test-r3-");
        assertThat(manifest.findings()).extracting(Manifest.Finding::name).isEqualTo(RandomCheckpoints.FINDINGS);
        assertThat(manifest.parity().fp32().probabilities()).isLessThan(1e-5);
        assertThat(manifest.parity().films()).isEqualTo(2);
        assertThat(manifest.lineage().checkpoint()).isEqualTo(checkpoint.state());
        try (Engine engine = read.open(new EngineSettings(ProviderChoice.CPU, 1, 1))) {
            GoldenResult golden = read.goldenTest(engine);
            assertThat(golden.passed()).isTrue();
            assertThat(golden.films()).isEqualTo(4);
            assertThat(golden.inWords()).startsWith("golden test passed on CPU: 4 films");
        }
    }

    @Test
    void recordsOperatingPointsMetricsPerSourceAndTerms() {
        Manifest manifest = exported.manifest();

        Manifest.Finding effusion = manifest.findings().get(0);
        Manifest.Finding tuberculosis = manifest.findings().get(1);
        assertThat(effusion.thresholds().defaultPoint()).isEqualTo("sensitivity90");
        assertThat(tuberculosis.thresholds().defaultOperatingPoint().name()).isEqualTo("specificity70");
        assertThat(effusion.thresholds().points()).extracting(p -> p.name()).isEqualTo(OperatingPoints.NAMES);
        assertThat(effusion.thresholds().modelSha256())
                .isEqualTo(manifest.lineage().onnxSha256());
        assertThat(effusion.metrics()).extracting(Manifest.Metric::source).containsExactly("all", "clinic", "phantom");
        assertThat(effusion.metrics()).extracting(Manifest.Metric::films).containsExactly(240, 40, 200);
        assertThat(effusion.metrics().get(0).auroc()).hasValueSatisfying(a -> {
            assertThat(a.value()).isBetween(0.75, 0.95);
            assertThat(a.upper() - a.lower()).isBetween(0.03, 0.2);
        });
        assertThat(manifest.training().sources())
                .containsExactly(
                        new Manifest.SourceUse("clinic", 10, 0, "with the clinic's permission"),
                        new Manifest.SourceUse("phantom", 90, 0, "made by this program"));
    }

    @Test
    void theCardSaysWhatItIsForHowGoodItIsAndWhatIsNotKnown() {
        ModelPackage read = ModelPackage.read(exportedInHalf.bytes(), trusted);

        assertThat(read.modelCard())
                .contains("**Research use only. Not a medical device")
                .contains("| clinic | 10 | 0 | with the clinic's permission |")
                .contains("not pretrained")
                .contains("## Pleural effusion (`pleural_effusion`)")
                .contains("| **all** | 240 |")
                .contains("`specificity70` (default): A film counts as positive from a score of 0.")
                .contains("only 40 films")
                .contains("The weights are random; the figures are too.")
                .contains("stored in 16 bits, computed in 32")
                .contains("(limit 1e-05)")
                .contains("(limit 1e-03)");
        assertThat(read.licenses()).contains("Films of \"phantom\":\nmade by this program");
    }

    @Test
    void theCardIsAPageTooThatNeedsNothingBesideItself() {
        ModelPackage read = ModelPackage.read(exportedInHalf.bytes(), trusted);

        String page = read.modelCardPage().orElseThrow();

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("default-src 'none'")
                .contains("<td><strong>all</strong></td><td class=\"n\">240</td>")
                .contains("<td>clinic</td><td class=\"n\">10</td>")
                .contains("<li>The weights are random; the figures are too.</li>")
                .doesNotContain("<script", "http://", "https://", "src=");
        assertThat(read.modelCard()).contains("- Needs cxr-box 0.1.0 or later; an earlier one refuses it.");
    }

    @Test
    void withoutFilmListsItKnowsGroupsBySourceAloneAndSaysSo() {
        ModelPackage read = ModelPackage.read(exported.bytes(), trusted);

        assertThat(read.manifest().findings().get(1).groups())
                .extracting(Subgroup::attribute, Subgroup::value, Subgroup::films, Subgroup::patients)
                .containsExactly(
                        tuple(Subgroup.Attribute.SOURCE, "clinic", 40, 20),
                        tuple(Subgroup.Attribute.SOURCE, "phantom", 200, 100));
        assertThat(read.modelCard()).contains("Nothing is known by sex, age and view");
    }

    @Test
    void halvesThePackageWithSixteenBitWeightsAndChecksBothGraphs() {
        Parity parity = exportedInHalf.manifest().parity();

        assertThat(exportedInHalf.sizeBytes()).isBetween(20_000_000, 26_000_000);
        assertThat(parity.fp32().limit()).isEqualTo(1e-5);
        assertThat(parity.fp32().withinLimit()).isTrue();
        assertThat(parity.packaged()).hasValueSatisfying(packaged -> {
            assertThat(packaged.limit()).isEqualTo(1e-3);
            assertThat(packaged.probabilities()).isBetween(1e-7, 1e-3);
        });
    }

    @Test
    void makesTheSameBytesFromTheSameInput() {
        assertThat(ModelExport.export(checkpoint, ExportFixture.settings(WeightStorage.FP16), key)
                        .digest())
                .isEqualTo(exportedInHalf.digest());
    }

    @Test
    void refusesAGraphThatDoesNotRepeatPyTorch() throws IOException {
        ReferenceOutputs honest = ReferenceOutputs.read(checkpoint);
        float[] logits = honest.logits().values();
        logits[1] += 0.01f;
        Path other = folder.resolve("drifted");
        ExportFixture.write(
                other,
                checkpoint.state(),
                checkpoint.weights(),
                new ReferenceOutputs(
                        honest.input(),
                        Tensor.of(honest.logits().shape(), logits),
                        honest.probabilities(),
                        honest.embedding(),
                        honest.cam()),
                ExportFixture.predictions());

        assertThatThrownBy(() ->
                        ModelExport.export(Checkpoint.read(other), ExportFixture.settings(WeightStorage.FP32), key))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("the graph does not repeat PyTorch on the reference films")
                .hasMessageContaining("(limit 1e-05)");
    }

    @Test
    void refusesSourcesWithoutTermsAndTermsWithoutSource() {
        assertThatThrownBy(() -> ModelExport.export(checkpoint, withLicences(Map.of("phantom", "ours")), key))
                .hasMessageContaining("the terms of the training sources [clinic] are not stated");
        assertThatThrownBy(() -> ModelExport.export(
                        checkpoint, withLicences(Map.of("phantom", "a", "clinic", "b", "klinic", "c")), key))
                .hasMessageContaining("terms were given for [klinic], but the training sources are [clinic, phantom]");
    }

    @Test
    void countsFilmsOfThePretrainingRunInItsTrainingSources() throws IOException {
        CheckpointState plain = checkpoint.state();
        CheckpointState pretrain = RandomCheckpoints.state(CheckpointKind.PRETRAIN);
        var state = new CheckpointState(
                plain.format(),
                plain.kind(),
                plain.network(),
                plain.inputSizePixels(),
                plain.greyMean(),
                plain.greyStd(),
                plain.preparation(),
                plain.findings(),
                plain.epoch(),
                plain.step(),
                plain.seed(),
                plain.settings(),
                plain.filmLists(),
                java.util.Optional.empty(),
                java.util.Optional.of(new CheckpointState.Parent("ef".repeat(32), pretrain)),
                plain.codeVersion());
        Path other = folder.resolve("pretrained");
        ExportFixture.write(
                other, state, checkpoint.weights(), ReferenceOutputs.read(checkpoint), ExportFixture.predictions());

        ExportedModel pretrained =
                ModelExport.export(Checkpoint.read(other), ExportFixture.settings(WeightStorage.FP32), key);

        assertThat(pretrained.manifest().training().sources())
                .extracting(Manifest.SourceUse::pretrainFilms)
                .containsExactly(10, 90);
        assertThat(ModelPackage.read(pretrained.bytes(), trusted).modelCard())
                .contains("pretrained without labels for 3 epochs (120 steps)");
    }

    @Test
    void refusesAFindingWhoseThresholdsCannotBeChosen() throws IOException {
        Path other = folder.resolve("onesided");
        List<Prediction> onlyHealthy = ExportFixture.predictions().stream()
                .filter(p -> !p.finding().equals("tuberculosis") || !p.label())
                .toList();
        ExportFixture.write(
                other, checkpoint.state(), checkpoint.weights(), ReferenceOutputs.read(checkpoint), onlyHealthy);

        assertThatThrownBy(() ->
                        ModelExport.export(Checkpoint.read(other), ExportFixture.settings(WeightStorage.FP32), key))
                .hasMessageContaining("cannot export the finding tuberculosis")
                .hasMessageContaining("0 with");
    }

    @Test
    void refusesAPretrainingCheckpoint() throws IOException {
        Path other = folder.resolve("pretraining");
        RandomCheckpoints.write(
                other,
                RandomCheckpoints.state(CheckpointKind.PRETRAIN),
                RandomCheckpoints.weights(CheckpointKind.PRETRAIN, 1));

        assertThatThrownBy(() ->
                        ModelExport.export(Checkpoint.read(other), ExportFixture.settings(WeightStorage.FP32), key))
                .hasMessageContaining("pretraining checkpoint without findings; fine-tune it first");
    }

    @Test
    void refusesAnOperatingPointThatDoesNotExist() {
        assertThatThrownBy(() -> new ExportSettings(
                        "x",
                        1,
                        WeightStorage.FP32,
                        "sensitivity95",
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        GreyRecipe.DISPLAY,
                        Manifest.FIRST_BOX,
                        false,
                        "0"))
                .hasMessageContaining("no operating point \"sensitivity95\"; there are [sensitivity90");
    }

    private static ExportSettings withLicences(Map<String, String> licences) {
        return new ExportSettings(
                "x",
                1,
                WeightStorage.FP32,
                "sensitivity90",
                Map.of(),
                licences,
                List.of(),
                Optional.empty(),
                GreyRecipe.DISPLAY,
                Manifest.FIRST_BOX,
                false,
                "0");
    }
}
