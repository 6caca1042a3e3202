package org.mococxr.modelpackage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.onnx.OnnxGraph;
import org.mococxr.onnx.OnnxRefusedException;

/**
 * A model package that has been read whole and checked whole: packing, signature, hashes, manifest, graph, thresholds, golden films, in
 * this order, so that nothing is interpreted before its maker is known. Immutable; owns its bytes.
 */
public final class ModelPackage {
    public static final String ENDING = ".cxrmodel";
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    static final String MODEL = "model.onnx";
    static final String CARD = "MODEL_CARD.md";
    static final String LICENSES = "LICENSES";
    private static final int MOST_MANIFEST_BYTES = 4 << 20;
    private static final int MOST_SIGNATURE_BYTES = 1_000;

    private final String digest;
    private final String keyId;
    private final boolean verified;
    private final Manifest manifest;
    private final OnnxGraph graph;
    private final GoldenExpectation golden;
    private final Map<String, byte[]> files;

    private ModelPackage(
            String digest,
            String keyId,
            boolean verified,
            Manifest manifest,
            OnnxGraph graph,
            GoldenExpectation golden,
            Map<String, byte[]> files) {
        this.digest = digest;
        this.keyId = keyId;
        this.verified = verified;
        this.manifest = manifest;
        this.graph = graph;
        this.golden = golden;
        this.files = files;
    }

    /** @throws ModelPackageUnreadableException whatever is wrong with the file */
    public static ModelPackage read(Path file, TrustedKeys trusted) {
        return new Reading(file.toString(), trusted).read(bytesOf(file));
    }

    /** @throws ModelPackageUnreadableException whatever is wrong with the bytes */
    public static ModelPackage read(byte[] bytes, TrustedKeys trusted) {
        return new Reading("received (" + bytes.length + " bytes)", trusted).read(bytes);
    }

    /**
     * Reads a package whose maker is not known, to explain what it says about itself; everything but the signature is checked. Nothing
     * that scores films may use this.
     */
    public static ModelPackage readWithoutTrust(Path file) {
        return new Reading(file.toString(), null).read(bytesOf(file));
    }

    public Manifest manifest() {
        return manifest;
    }

    /** SHA-256 of the package's bytes, 64 hex digits; what every result names. */
    public String digest() {
        return digest;
    }

    /** Id of the key that signed; a mere claim unless {@link #verified()}. */
    public String signingKeyId() {
        return keyId;
    }

    /** Whether the signature was checked with a trusted key. */
    public boolean verified() {
        return verified;
    }

    public OnnxGraph graph() {
        return graph;
    }

    /** A copy of {@code model.onnx}. */
    public byte[] onnx() {
        return file(MODEL).clone();
    }

    /** Markdown. */
    public String modelCard() {
        return new String(file(CARD), StandardCharsets.UTF_8);
    }

    public String licenses() {
        return new String(file(LICENSES), StandardCharsets.UTF_8);
    }

    /** Loads the model; the caller closes the engine, and runs {@link #goldenTest} before believing it. */
    public Engine open(EngineSettings settings) {
        return Engines.open(file(MODEL), settings);
    }

    /** Takes the golden films from their bytes through this program's film reading and preparation and the given engine. */
    public GoldenResult goldenTest(Engine engine) {
        return GoldenFilms.test(golden, files, manifest.input().sizePixels(), engine);
    }

    private byte[] file(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new IllegalStateException(path + " was there when the package was read");
        }
        return bytes;
    }

    private static byte[] bytesOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) StoredZip.MOST_BYTES + 1);
            if (bytes.length > StoredZip.MOST_BYTES) {
                throw new ModelPackageUnreadableException(
                        file.toString(), "it is larger than " + (StoredZip.MOST_BYTES >> 20) + " MB", null);
            }
            return bytes;
        } catch (IOException e) {
            throw new ModelPackageUnreadableException(file.toString(), "the file could not be read (" + e + ")", e);
        }
    }

    /** One attempt to read one package; every step either holds or ends in the one exception. */
    private static final class Reading {
        private final String name;
        private final @Nullable TrustedKeys trusted;

        Reading(String name, @Nullable TrustedKeys trusted) {
            this.name = name;
            this.trusted = trusted;
        }

        ModelPackage read(byte[] bytes) {
            Map<String, byte[]> files = unpack(bytes);
            byte[] manifestBytes = require(files, MANIFEST, MOST_MANIFEST_BYTES);
            String keyId = checkSignature(manifestBytes, require(files, SIGNATURE, MOST_SIGNATURE_BYTES));
            Manifest manifest = parse(MANIFEST, manifestBytes, Manifest.class);
            checkFiles(manifest, files);
            checkManifest(manifest, Sha256.of(require(files, MODEL, Integer.MAX_VALUE)));
            OnnxGraph graph = checkGraph(manifest, require(files, MODEL, Integer.MAX_VALUE));
            GoldenExpectation golden = checkGolden(manifest, files);
            return new ModelPackage(
                    Sha256.of(bytes), keyId, trusted != null, manifest, graph, golden, new HashMap<>(files));
        }

        private Map<String, byte[]> unpack(byte[] bytes) {
            require(bytes.length <= StoredZip.MOST_BYTES, "it is larger than " + (StoredZip.MOST_BYTES >> 20) + " MB");
            try {
                return StoredZip.read(bytes);
            } catch (StoredZip.RefusedException e) {
                throw unreadable(e.getMessage(), e);
            }
        }

        private String checkSignature(byte[] manifest, byte[] signatureBytes) {
            var signature = parse(SIGNATURE, signatureBytes, ManifestSignature.class);
            require(
                    signature.algorithm().equals(SigningKey.ALGORITHM)
                            && signature.keyId().matches("[0-9a-f]{16}"),
                    SIGNATURE + " is no " + SigningKey.ALGORITHM + " signature");
            if (trusted == null) {
                return signature.keyId();
            }
            PublicKey key = trusted.byId(signature.keyId())
                    .orElseThrow(() -> unreadable(
                            "it is signed by the key " + signature.keyId() + ", trusted are " + trusted.ids(), null));
            require(
                    TrustedKeys.verifies(key, manifest, base64(signature.signature())),
                    "its signature by the key " + signature.keyId()
                            + " does not fit its manifest: the manifest or the signature was changed");
            return signature.keyId();
        }

        private byte[] base64(String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw unreadable(SIGNATURE + " is not base64", e);
            }
        }

        private void checkFiles(Manifest manifest, Map<String, byte[]> files) {
            Set<String> expected = manifest.files().stream()
                    .map(Manifest.FileEntry::path)
                    .collect(Collectors.toCollection(TreeSet::new));
            expected.addAll(List.of(MANIFEST, SIGNATURE));
            require(
                    expected.equals(files.keySet()) && manifest.files().size() == files.size() - 2,
                    "it holds the files " + new TreeSet<>(files.keySet()) + ", its manifest names " + expected);
            for (Manifest.FileEntry entry : manifest.files()) {
                byte[] content = require(files, entry.path(), Integer.MAX_VALUE);
                String found = Sha256.of(content);
                require(
                        content.length == entry.sizeBytes() && found.equals(entry.sha256()),
                        entry.path() + " was changed: it has " + content.length + " bytes with the SHA-256 " + found
                                + ", the manifest says " + entry.sizeBytes() + " bytes with " + entry.sha256());
            }
            List.of(MODEL, CARD, LICENSES, GoldenExpectation.PATH)
                    .forEach(path -> require(files, path, Integer.MAX_VALUE));
        }

        private void checkManifest(Manifest manifest, String modelSha256) {
            String id = ModelExport.id(manifest.name(), manifest.release(), modelSha256);
            require(
                    manifest.id().equals(id) && manifest.lineage().onnxSha256().equals(modelSha256),
                    "its manifest describes the model " + manifest.id() + ", the model in it is " + id);
            Manifest.Input input = manifest.input();
            require(
                    input.preparation().equals(FilmPreparation.RECIPE),
                    "its model was trained on films prepared by \"" + input.preparation()
                            + "\", this version prepares films by \"" + FilmPreparation.RECIPE + "\"");
            require(
                    FilmReader.RENDERING_RECIPES.containsAll(input.rendering()),
                    "its films became grey by " + input.rendering() + ", this version knows "
                            + FilmReader.RENDERING_RECIPES);
            for (Manifest.Finding finding : manifest.findings()) {
                require(
                        finding.thresholds().modelSha256().equals(modelSha256),
                        "its thresholds for " + finding.name() + " belong to the model "
                                + finding.thresholds().modelSha256() + ", the model in it is " + modelSha256);
            }
        }

        private OnnxGraph checkGraph(Manifest manifest, byte[] onnx) {
            OnnxGraph graph;
            try {
                graph = OnnxGraph.read(onnx);
            } catch (OnnxRefusedException e) {
                throw unreadable(MODEL + " is not allowed: " + e.getMessage(), e);
            }
            Network network = Networks.byName(manifest.network())
                    .orElseThrow(() -> unreadable(
                            "its network is \"" + manifest.network() + "\", which this version does not know", null));
            int size = manifest.input().sizePixels();
            require(
                    graph.inputSizePixels() == size
                            && graph.findings() == manifest.findings().size()
                            && graph.embeddingLength() == network.featureChannels()
                            && graph.camSide() == network.featureSide(size),
                    "its model " + graph + " is not the " + manifest.network() + " of " + size + " pixels with "
                            + manifest.findings().size() + " findings that its manifest describes");
            return graph;
        }

        private GoldenExpectation checkGolden(Manifest manifest, Map<String, byte[]> files) {
            GoldenExpectation golden = parse(
                    GoldenExpectation.PATH,
                    require(files, GoldenExpectation.PATH, MOST_MANIFEST_BYTES),
                    GoldenExpectation.class);
            int findings = manifest.findings().size();
            for (GoldenExpectation.GoldenFilm film : golden.films()) {
                require(files, film.file(), Integer.MAX_VALUE);
                require(
                        film.probabilities().size() == findings && film.logits().size() == findings,
                        "its golden film " + film.file() + " expects "
                                + film.probabilities().size() + " scores, the model has " + findings + " findings");
            }
            return golden;
        }

        private <T> T parse(String path, byte[] document, Class<T> type) {
            try {
                return StrictJson.read(document, type);
            } catch (JsonDocumentException e) {
                throw unreadable(path + " cannot be read: " + e.getMessage(), e);
            }
        }

        private byte[] require(Map<String, byte[]> files, String path, int mostBytes) {
            byte[] content = files.get(path);
            if (content == null) {
                throw unreadable(path + " is missing", null);
            }
            require(content.length <= mostBytes, path + " has " + content.length + " bytes, at most " + mostBytes);
            return content;
        }

        private void require(boolean holds, String found) {
            if (!holds) {
                throw unreadable(found, null);
            }
        }

        private ModelPackageUnreadableException unreadable(@Nullable String found, @Nullable Throwable cause) {
            return new ModelPackageUnreadableException(name, String.valueOf(found), cause);
        }
    }
}
