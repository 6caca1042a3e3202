package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.inputcheck.InputChecks;
import org.mococxr.json.StrictJson;
import org.mococxr.onnx.WeightStorage;

/** An input check travels inside the signed package and is believed only where it fits the model. */
class InputCheckInPackageTest {
    @TempDir
    static Path folder;

    private static Checkpoint checkpoint;
    private static SigningKey key;
    private static TrustedKeys trusted;
    private static InputCheck check;
    private static ExportedModel exported;
    private static Map<String, byte[]> entries;

    @BeforeAll
    static void exportOnce() throws Exception {
        checkpoint = ExportFixture.checkpoint(folder.resolve("checkpoint"));
        SigningKey.generate(folder.resolve("keys"), "lab");
        key = SigningKey.read(folder.resolve("keys/lab.private.pem"));
        trusted = TrustedKeys.read(List.of(folder.resolve("keys")));
        check = InputChecks.random(
                checkpoint.weightsSha256(), checkpoint.network().featureChannels());
        exported = ModelExport.export(checkpoint, settings(check), key);
        entries = StoredZip.read(exported.bytes());
    }

    @Test
    void isReadBackAsItWasAndItsGoldenValuesRepeat() {
        ModelPackage read = ModelPackage.read(exported.bytes(), trusted);

        assertThat(read.manifest().format()).isEqualTo("cxr-model/3");
        assertThat(read.inputCheck().map(InputCheck::report)).contains(check.report());
        assertThat(read.inputCheck().map(InputCheck::tensors)).contains(check.tensors());
        try (var engine = read.open(EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            assertThat(read.goldenTest(engine).passed()).isTrue();
        }
    }

    @Test
    void theModelCardShowsHowOftenItIsRight() {
        String card = ModelPackage.read(exported.bytes(), trusted).modelCard();

        assertThat(card)
                .contains("| phantom | scored | source left out | 3 of 100 (3.0 %, 95 % interval 1.0 to 8.5 %) |")
                .contains("| side views | refused | never seen | 13 of 14 (92.9 %, 95 % interval 68.5 to 98.7 %) |");
    }

    @Test
    void theSameCheckGivesTheSamePackage() {
        assertThat(ModelExport.export(checkpoint, settings(check), key).bytes()).isEqualTo(exported.bytes());
    }

    @Test
    void aPackageWithoutOneIsReadAndSaysSo() {
        ExportedModel without = ModelExport.export(checkpoint, ExportFixture.settings(WeightStorage.FP32), key);

        ModelPackage read = ModelPackage.read(without.bytes(), trusted);

        assertThat(read.inputCheck()).isEmpty();
        assertThat(read.modelCard()).contains("None. **A side view or another picture");
    }

    @Test
    void isNotExportedWithAnotherCheckpoint() {
        InputCheck other = InputChecks.random("cd".repeat(32), check.embeddingLength());

        assertThatThrownBy(() -> ModelExport.export(checkpoint, settings(other), key))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("the input check was fitted to the weights cdcdcd")
                .hasMessageContaining("fit it to this checkpoint");
    }

    @Test
    void isNotExportedWhenItLearnedFromFilmsOfUnknownTerms() {
        String report = new String(check.reportDocument(), StandardCharsets.UTF_8)
                .replace(
                        "\"pictures\" : \"phantom\",\n      \"kind\"", "\"pictures\" : \"somewhere\",\n      \"kind\"");
        InputCheck other = InputCheck.read(report.getBytes(StandardCharsets.UTF_8), check.tensors());

        assertThatThrownBy(() -> ModelExport.export(checkpoint, settings(other), key))
                .isInstanceOf(ExportFailedException.class)
                .hasMessageContaining("learned from films of \"somewhere\", whose terms are not known");
    }

    @Test
    void refusesAPackageWhoseCheckWasTakenOutOrExchanged() {
        Map<String, byte[]> without = new LinkedHashMap<>(entries);
        without.remove(InputCheck.TENSORS);
        Map<String, byte[]> exchanged = new LinkedHashMap<>(entries);
        exchanged.put(
                InputCheck.REPORT,
                InputChecks.random("cd".repeat(32), check.embeddingLength()).reportDocument());

        refuses(without, "its manifest names");
        refuses(exchanged, "input-check.json was changed");
    }

    /** Signed by the lab itself, and wrong all the same. */
    @Test
    void refusesACheckOfAnotherModelEvenIfItIsSigned() {
        refuses(
                signedWith(Map.of(
                        InputCheck.REPORT,
                        InputChecks.random("cd".repeat(32), check.embeddingLength())
                                .reportDocument())),
                "its input check was fitted to the weights cdcdcd");
        refuses(
                signedWith(Map.of(
                        InputCheck.TENSORS,
                        InputChecks.random(checkpoint.weightsSha256(), 7).tensors())),
                "with embeddings of 7 values");
        refuses(
                signedWith(Map.of(InputCheck.TENSORS, new byte[] {1, 2, 3})),
                "its input check is not usable: cannot read the tensors");
    }

    @Test
    void refusesACheckInAPackageOfTheFormatWithoutOne() {
        refuses(
                signedWith(Map.of(), "cxr-model/1"),
                "it holds parts of an input check, which its manifest (cxr-model/1) says it does not have");
    }

    @Test
    void refusesAPackageThatClaimsACheckAndHasNone() {
        Map<String, byte[]> kept = new TreeMap<>(entries);
        CheckedInput.FILES.forEach(kept::remove);

        refuses(signed(kept, "cxr-model/2"), "input-check.json is missing");
    }

    /** Packages that were made before the manifest named a lowest box version and groups. */
    @Test
    void readsThePackagesOfEarlierFormats() {
        Map<String, byte[]> second = new TreeMap<>(entries);
        second.remove(ModelPackage.CARD_PAGE);
        Map<String, byte[]> first = new TreeMap<>(second);
        CheckedInput.FILES.forEach(first::remove);

        ModelPackage readSecond = ModelPackage.read(StoredZip.write(signed(second, "cxr-model/2")), trusted);
        ModelPackage readFirst = ModelPackage.read(StoredZip.write(signed(first, "cxr-model/1")), trusted);

        assertThat(readSecond.inputCheck()).isPresent();
        assertThat(readFirst.inputCheck()).isEmpty();
        for (ModelPackage read : List.of(readFirst, readSecond)) {
            assertThat(read.manifest().minimumBox()).isEmpty();
            assertThat(read.manifest().allows(Manifest.FIRST_BOX)).isTrue();
            assertThat(read.manifest().findings().get(0).groups()).isEmpty();
            assertThat(read.modelCardPage()).isEmpty();
        }
        refuses(signed(second, Manifest.FORMAT), "MODEL_CARD.html is missing");
    }

    @Test
    void aCheckThatSaysSomethingElseHereFailsTheGoldenTest() throws Exception {
        GoldenInput expected = StrictJson.read(entry(GoldenInput.PATH), GoldenInput.class);
        GoldenInput.Film first = expected.films().get(0);
        var films = new ArrayList<>(expected.films());
        films.set(0, new GoldenInput.Film(first.file(), first.frontalProbability() + 0.01, first.distance() * 1.1));
        Map<String, byte[]> changed =
                signedWith(Map.of(GoldenInput.PATH, StrictJson.write(new GoldenInput(GoldenInput.FORMAT, films))));

        ModelPackage read = ModelPackage.read(StoredZip.write(changed), trusted);

        try (var engine = read.open(EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            assertThat(read.goldenTest(engine).inWords())
                    .contains("1-normal.png probability of a frontal film")
                    .contains("1-normal.png distance of the embedding");
        }
    }

    private static ExportSettings settings(InputCheck check) {
        ExportSettings without = ExportFixture.settings(WeightStorage.FP32);
        return new ExportSettings(
                without.name(),
                without.release(),
                without.weights(),
                without.defaultPoint(),
                without.defaultPoints(),
                without.licences(),
                without.remarks(),
                Optional.of(check),
                without.grey(),
                without.minimumBox(),
                without.forced(),
                without.exporterVersion());
    }

    private static Map<String, byte[]> signedWith(Map<String, byte[]> changes) {
        return signedWith(changes, Manifest.FORMAT);
    }

    private static Map<String, byte[]> signedWith(Map<String, byte[]> changes, String format) {
        Map<String, byte[]> files = new TreeMap<>(entries);
        files.putAll(changes);
        return signed(files, format);
    }

    private static Map<String, byte[]> signed(Map<String, byte[]> all, String format) {
        Map<String, byte[]> files = new TreeMap<>(all);
        files.remove(ModelPackage.MANIFEST);
        files.remove(ModelPackage.SIGNATURE);
        byte[] manifest = ManifestsOfOld.manifest(exported.manifest(), format, files);
        var signature = new ManifestSignature(
                SigningKey.ALGORITHM, key.id(), Base64.getEncoder().encodeToString(key.sign(manifest)));
        Map<String, byte[]> signed = new LinkedHashMap<>();
        signed.put(ModelPackage.MANIFEST, manifest);
        signed.put(ModelPackage.SIGNATURE, StrictJson.write(signature));
        signed.putAll(files);
        return signed;
    }

    private static void refuses(Map<String, byte[]> files, String reason) {
        assertThatThrownBy(() -> ModelPackage.read(StoredZip.write(files), trusted))
                .isInstanceOf(ModelPackageUnreadableException.class)
                .hasMessageContaining(reason);
    }

    private static byte[] entry(String path) {
        return Objects.requireNonNull(entries.get(path));
    }
}
