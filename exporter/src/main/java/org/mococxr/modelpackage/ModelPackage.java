package org.mococxr.modelpackage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.onnx.OnnxGraph;

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
    static final String CARD_PAGE = "MODEL_CARD.html";
    static final String LICENSES = "LICENSES";

    private final String digest;
    private final String keyId;
    private final boolean verified;
    private final Manifest manifest;
    private final OnnxGraph graph;
    private final GoldenExpectation golden;
    private final Optional<CheckedInput> inputCheck;
    private final Map<String, byte[]> files;

    ModelPackage(
            String digest,
            String keyId,
            boolean verified,
            Manifest manifest,
            OnnxGraph graph,
            GoldenExpectation golden,
            Optional<CheckedInput> inputCheck,
            Map<String, byte[]> files) {
        this.digest = digest;
        this.keyId = keyId;
        this.verified = verified;
        this.manifest = manifest;
        this.graph = graph;
        this.golden = golden;
        this.inputCheck = inputCheck;
        this.files = files;
    }

    /** @throws ModelPackageUnreadableException whatever is wrong with the file */
    public static ModelPackage read(Path file, TrustedKeys trusted) {
        return PackageReader.of(file, trusted);
    }

    /** @throws ModelPackageUnreadableException whatever is wrong with the bytes */
    public static ModelPackage read(byte[] bytes, TrustedKeys trusted) {
        return new PackageReader("received (" + bytes.length + " bytes)", trusted).read(bytes);
    }

    /**
     * Reads a package whose maker is not known, to explain what it says about itself; everything but the signature is checked. Nothing
     * that scores films may use this.
     */
    public static ModelPackage readWithoutTrust(Path file) {
        return PackageReader.of(file, null);
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

    /** The model card as an HTML page that needs nothing beside itself; packages of earlier formats have none. */
    public Optional<String> modelCardPage() {
        return Optional.ofNullable(files.get(CARD_PAGE)).map(page -> new String(page, StandardCharsets.UTF_8));
    }

    public String licenses() {
        return new String(file(LICENSES), StandardCharsets.UTF_8);
    }

    /** Which films must not be scored; packages of the first format have none. */
    public Optional<InputCheck> inputCheck() {
        return inputCheck.map(CheckedInput::check);
    }

    /** Loads the model; the caller closes the engine, and runs {@link #goldenTest} before believing it. */
    public Engine open(EngineSettings settings) {
        return Engines.open(file(MODEL), settings);
    }

    /** Takes the golden films from their bytes through this program's film reading and preparation and the given engine. */
    public GoldenResult goldenTest(Engine engine) {
        return GoldenFilms.test(golden, inputCheck, files, manifest.input().sizePixels(), engine);
    }

    private byte[] file(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new IllegalStateException(path + " was there when the package was read");
        }
        return bytes;
    }
}
