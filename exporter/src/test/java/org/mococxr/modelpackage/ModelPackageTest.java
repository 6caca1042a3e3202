package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.json.StrictJson;
import org.mococxr.onnx.OnnxWriter;
import org.mococxr.onnx.TinyNetworks;
import org.mococxr.onnx.WeightStorage;

/** Everything that must keep a package from being loaded: {@link ModelPackageUnreadableException} and nothing else. */
class ModelPackageTest {
    @TempDir
    static Path folder;

    private static SigningKey key;
    private static TrustedKeys trusted;
    private static byte[] bytes;
    private static Map<String, byte[]> entries;

    @BeforeAll
    static void exportOnce() throws Exception {
        SigningKey.generate(folder.resolve("keys"), "lab");
        SigningKey.generate(folder.resolve("others"), "stranger");
        key = SigningKey.read(folder.resolve("keys/lab.private.pem"));
        trusted = TrustedKeys.read(List.of(folder.resolve("keys")));
        bytes = ModelExport.export(
                        ExportFixture.checkpoint(folder.resolve("checkpoint")),
                        ExportFixture.settings(WeightStorage.FP16),
                        key)
                .bytes();
        entries = StoredZip.read(bytes);
    }

    @Test
    void readsFromAFile() throws IOException {
        Path file = folder.resolve("good.cxrmodel");
        Files.write(file, bytes);

        assertThat(ModelPackage.read(file, trusted).verified()).isTrue();
        assertThat(ModelPackage.readWithoutTrust(file).verified()).isFalse();
    }

    @Test
    void saysWhichFileCouldNotBeReadAndThatItWasNotLoaded() {
        assertThatThrownBy(() -> ModelPackage.read(folder.resolve("none.cxrmodel"), trusted))
                .isInstanceOf(ModelPackageUnreadableException.class)
                .hasMessageContaining("cannot use the model package")
                .hasMessageContaining("none.cxrmodel")
                .hasMessageEndingWith("It was not loaded.");
    }

    @Test
    void refusesAKeyThatIsNotTrusted() {
        TrustedKeys others = TrustedKeys.read(List.of(folder.resolve("others/stranger.public.pem")));

        assertThatThrownBy(() -> ModelPackage.read(bytes, others))
                .isInstanceOf(ModelPackageUnreadableException.class)
                .hasMessageContaining("signed by the key " + key.id() + ", trusted are " + others.ids());
    }

    @Test
    void refusesASignatureThatOnlyClaimsATrustedKey() {
        SigningKey stranger = SigningKey.read(folder.resolve("others/stranger.private.pem"));
        var forged = new ManifestSignature(
                "Ed25519", key.id(), Base64.getEncoder().encodeToString(stranger.sign(entry("manifest.json"))));

        refuses(with("manifest.sig", StrictJson.write(forged)), "does not fit its manifest");
    }

    @Test
    void refusesASignatureOverTheManifestWithoutItsDomain() throws Exception {
        var signature = java.security.Signature.getInstance("Ed25519");
        String pem = Files.readString(folder.resolve("keys/lab.private.pem"));
        signature.initSign(java.security.KeyFactory.getInstance("Ed25519")
                .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(SigningKey.decode(pem, "PRIVATE KEY"))));
        signature.update(entry("manifest.json"));
        var bare =
                new ManifestSignature("Ed25519", key.id(), Base64.getEncoder().encodeToString(signature.sign()));

        refuses(with("manifest.sig", StrictJson.write(bare)), "does not fit its manifest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest.json",
                "manifest.sig",
                "model.onnx",
                "MODEL_CARD.md",
                "MODEL_CARD.html",
                "LICENSES",
                "golden/expected.json"
            })
    void refusesAPackageWithoutOneOfItsFiles(String missing) {
        Map<String, byte[]> fewer = new LinkedHashMap<>(entries);
        fewer.remove(missing);

        refuses(fewer, missing);
    }

    @Test
    void refusesAFileThatTheManifestDoesNotName() {
        refuses(with("extra.txt", new byte[] {1}), "its manifest names [LICENSES, MODEL_CARD.html, MODEL_CARD.md");
    }

    @Test
    void refusesAChangedManifest() {
        byte[] manifest = text(entry("manifest.json"))
                .replace("\"release\" : 3", "\"release\" : 9")
                .getBytes(StandardCharsets.UTF_8);

        refuses(
                with("manifest.json", manifest),
                "does not fit its manifest: the manifest or the signature was changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "MODEL_CARD.md", "LICENSES", "golden/expected.json", "golden/1-normal.png"})
    void refusesAChangedFileAndNamesIt(String path) {
        byte[] changed = entry(path).clone();
        changed[changed.length / 2] ^= 1;

        refuses(with(path, changed), path + " was changed");
    }

    @Test
    void refusesAnotherModelEvenWhenItsHashIsSigned() {
        byte[] other = OnnxWriter.write(
                TinyNetworks.everyLayer(),
                TinyNetworks.weights(TinyNetworks.everyLayer(), 2, 1),
                TinyNetworks.settings(64, List.of(1.0, 1.0), WeightStorage.FP32));

        refuses(resigned(Map.of("model.onnx", other), Map.of()), "the model in it is cxr-test-r3-");
    }

    @Test
    void refusesThresholdsOfAnotherModelEvenWhenSigned() {
        String model = Sha256.of(entry("model.onnx"));

        refuses(
                resigned(Map.of(), Map.of("\"modelSha256\" : \"" + model, "\"modelSha256\" : \"" + "0".repeat(64))),
                "its thresholds for pleural_effusion belong to the model 000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cxr-model/3\"       | \"cxr-model/4\"       | its format is \"cxr-model/4\", this version reads [cxr-model/1",
                "\"cxr-model/3\"       | \"cxr-model/2\"       | the format cxr-model/2 has no key \"minimumBox\"",
                "\"minimumBox\" : \"0.1.0\" | \"minimumBox\" : null | must name the lowest version of the box",
                "\"triangle-pad/1\",\\n    \"rendering | \"nearest/9\",\\n    \"rendering | prepared by \"nearest/9\"",
                "\"display/1\"         | \"display/9\"         | this version knows [display/1, raster/1]",
                "\"sizePixels\" : 64   | \"sizePixels\" : 96   | is not the resnet18 of 96 pixels",
                "\"release\" : 3       | \"release\" : 0       | releases count from 1, was 0",
                "\"release\" : 3       | \"releas\" : 3        | release",
                "\"defaultPoint\" : \"sensitivity90\" | \"defaultPoint\" : \"best\" | the default operating point \"best\" is not among",
            })
    void refusesASignedManifestThatCannotBeTrue(String from, String to, String message) {
        refuses(resigned(Map.of(), Map.of(from.replace("\\n", "\n"), to.replace("\\n", "\n"))), message);
    }

    @Test
    void refusesAModelThatIsNotAllowedEvenWhenEverythingElseFits() {
        String old = Sha256.of(entry("model.onnx"));
        byte[] other = OnnxWriter.write(
                TinyNetworks.everyLayer(),
                TinyNetworks.weights(TinyNetworks.everyLayer(), 2, 1),
                TinyNetworks.settings(64, List.of(1.0, 1.0), WeightStorage.FP32));

        refuses(madeTheModel(new byte[] {8, 9}, old), "model.onnx is not allowed: its IR version is 9, expected 8");
        refuses(madeTheModel(other, old), "is not the resnet18 of 64 pixels with 2 findings");
    }

    private static byte[] madeTheModel(byte[] onnx, String oldSha256) {
        String sha256 = Sha256.of(onnx);
        return resigned(
                Map.of("model.onnx", onnx),
                Map.of(oldSha256, sha256, "r3-" + oldSha256.substring(0, 12), "r3-" + sha256.substring(0, 12)));
    }

    @Test
    void failsTheGoldenTestWhenTheModelAnswersOtherwise() {
        String expected = text(entry("golden/expected.json"));
        String other = expected.replaceFirst("(\"probabilities\" : \\[\\n\\s*)[0-9.E-]+", "$10.123456");
        assertThat(other).isNotEqualTo(expected);
        byte[] changed = resigned(Map.of("golden/expected.json", other.getBytes(StandardCharsets.UTF_8)), Map.of());

        ModelPackage read = ModelPackage.read(changed, trusted);

        try (Engine engine = read.open(new EngineSettings(ProviderChoice.CPU, 1, 1))) {
            GoldenResult golden = read.goldenTest(engine);
            assertThat(golden.passed()).isFalse();
            assertThat(golden.inWords())
                    .contains("golden test FAILED on CPU: golden/1-normal.png probability 0 is ")
                    .contains("expected 0.123456");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "/etc/passwd",
                "a/../b",
                "golden/../../x",
                "a\\b",
                "C:x",
                ".hidden",
                "a//b",
                "a/b/c",
                ""
            })
    void refusesPathTricks(String path) {
        refuses(StoredZip.write(Map.of(path, new byte[] {1})), "path");
    }

    @Test
    void refusesCompressedEntries() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(new byte[10_000_000]); // a bomb of a thousand to one
            zip.closeEntry();
        }

        refuses(packed.toByteArray(), "compressed");
    }

    @Test
    void refusesTheSameNameTwice() {
        // Two entries of one length, the second renamed to the first.
        byte[] zip = StoredZip.write(new java.util.TreeMap<>(Map.of("aa", new byte[] {1}, "ab", new byte[] {2})));
        byte[] doubled =
                new String(zip, StandardCharsets.ISO_8859_1).replace("ab", "aa").getBytes(StandardCharsets.ISO_8859_1);

        refuses(doubled, "holds aa twice");
    }

    @Test
    void refusesTooManyEntries() {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i <= StoredZip.MOST_ENTRIES; i++) {
            many.put("file" + i, new byte[0]);
        }

        refuses(StoredZip.write(many), "more than 64 entries");
    }

    @Test
    void refusesAnEntryThatClaimsMoreThanIsThere() {
        byte[] zip = StoredZip.write(Map.of("manifest.json", new byte[100]));
        ByteBuffer.wrap(zip)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(18, 0x7fffffff)
                .putInt(22, 0x7fffffff);

        refuses(zip, "claims 2147483647 bytes");
    }

    @Test
    void refusesAnythingHiddenBeforeBehindOrBetweenTheEntries() {
        byte[] behind = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        byte[] before = new byte[bytes.length + 4];
        System.arraycopy(bytes, 0, before, 4, bytes.length);
        byte[] comment = bytes.clone();
        comment[comment.length - 1] = 1;

        refuses(behind, "hidden");
        refuses(before, "no zip file");
        refuses(comment, "hidden");
        refuses(java.util.Arrays.copyOf(bytes, bytes.length - 30), "hidden");
        refuses(java.util.Arrays.copyOf(bytes, 5_000), "claims");
        refuses(new byte[0], "no zip file");
    }

    /** Damage anywhere, most of it where the structure is. */
    @Test
    void neverLoadsADamagedPackage() {
        var random = new Random(31);
        for (int i = 0; i < 100; i++) {
            byte[] damaged = bytes.clone();
            int at = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(20_000);
                case 1 -> damaged.length - 1 - random.nextInt(1_000);
                default -> random.nextInt(damaged.length);
            };
            damaged[at] ^= (byte) (1 << random.nextInt(8));

            refuses(damaged, "");
        }
    }

    /** Damage inside files, packed well again: stopped by the signature or the hashes. */
    @Test
    void neverLoadsAPackageWithADamagedFileInAWholeZip() {
        var random = new Random(32);
        List<String> paths = List.copyOf(entries.keySet());
        for (int i = 0; i < 100; i++) {
            String path = paths.get(random.nextInt(paths.size()));
            byte[] damaged = entry(path).clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));

            refuses(with(path, damaged), "");
        }
    }

    /** A trusted lab with a broken exporter: whatever its signed manifest says, the answer is a package or the one exception. */
    @Test
    void neverFailsOtherwiseOnASignedManifestThatIsDamaged() {
        var random = new Random(33);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            byte[] manifest = entry("manifest.json").clone();
            manifest[random.nextInt(manifest.length)] = (byte) (32 + random.nextInt(95));
            try {
                ModelPackage.read(signed(manifest, entries), trusted);
            } catch (ModelPackageUnreadableException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    private static void refuses(Map<String, byte[]> files, String message) {
        refuses(StoredZip.write(files), message);
    }

    private static void refuses(byte[] packed, String message) {
        assertThatThrownBy(() -> ModelPackage.read(packed, trusted))
                .isInstanceOf(ModelPackageUnreadableException.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith("It was not loaded.");
    }

    private static Map<String, byte[]> with(String path, byte[] content) {
        Map<String, byte[]> files = new LinkedHashMap<>(entries);
        files.put(path, content);
        return files;
    }

    /** Other files and other words in the manifest, hashes and signature made good again. */
    private static byte[] resigned(Map<String, byte[]> changed, Map<String, String> words) {
        Map<String, byte[]> files = new LinkedHashMap<>(entries);
        String manifest = text(entry("manifest.json"));
        for (Map.Entry<String, byte[]> file : changed.entrySet()) {
            byte[] old = entry(file.getKey());
            String entryOfOld = "(\"sizeBytes\" : )" + old.length + "(,\\s+\"sha256\" : \")" + Sha256.of(old);
            assertThat(manifest).containsPattern(entryOfOld);
            manifest =
                    manifest.replaceAll(entryOfOld, "$1" + file.getValue().length + "$2" + Sha256.of(file.getValue()));
            files.put(file.getKey(), file.getValue());
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            assertThat(manifest).contains(word.getKey());
            manifest = manifest.replace(word.getKey(), word.getValue());
        }
        return signed(manifest.getBytes(StandardCharsets.UTF_8), files);
    }

    private static byte[] signed(byte[] manifest, Map<String, byte[]> files) {
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        all.put("manifest.json", manifest);
        all.put(
                "manifest.sig",
                StrictJson.write(new ManifestSignature(
                        "Ed25519", key.id(), Base64.getEncoder().encodeToString(key.sign(manifest)))));
        return StoredZip.write(all);
    }

    private static byte[] entry(String path) {
        return Objects.requireNonNull(entries.get(path), path);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
