package org.mococxr.modelpackage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;
import org.mococxr.film.GreyRecipe;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.inputcheck.InputCheckUnreadableException;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.onnx.OnnxGraph;
import org.mococxr.onnx.OnnxRefusedException;

/**
 * One attempt to read one package; every step either holds or ends in the one exception. The order is the point: packing, signature,
 * hashes, manifest, graph, golden films.
 */
final class PackageReader {
    private static final int MOST_MANIFEST_BYTES = 4 << 20;
    private static final int MOST_SIGNATURE_BYTES = 4_000;

    private final String name;
    private final @Nullable TrustedKeys trusted;

    PackageReader(String name, @Nullable TrustedKeys trusted) {
        this.name = name;
        this.trusted = trusted;
    }

    static ModelPackage of(Path file, @Nullable TrustedKeys trusted) {
        return new PackageReader(file.toString(), trusted).read(bytesOf(file));
    }

    ModelPackage read(byte[] bytes) {
        Map<String, byte[]> files = unpack(bytes);
        byte[] manifestBytes = require(files, ModelPackage.MANIFEST, MOST_MANIFEST_BYTES);
        String keyId = checkSignature(manifestBytes, require(files, ModelPackage.SIGNATURE, MOST_SIGNATURE_BYTES));
        Manifest manifest = manifest(manifestBytes);
        checkFiles(manifest, files);
        checkManifest(manifest, Sha256.of(require(files, ModelPackage.MODEL, Integer.MAX_VALUE)));
        OnnxGraph graph = checkGraph(manifest, require(files, ModelPackage.MODEL, Integer.MAX_VALUE));
        GoldenExpectation golden = checkGolden(manifest, files);
        Optional<CheckedInput> inputCheck = checkInputCheck(manifest, graph, golden, files);
        return new ModelPackage(
                Sha256.of(bytes), keyId, trusted != null, manifest, graph, golden, inputCheck, new HashMap<>(files));
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
            throw new ModelPackageUnreadableException(
                    file.toString(), "the file could not be read (" + DiskTrouble.inWords(e) + ")", e);
        }
    }

    private Map<String, byte[]> unpack(byte[] bytes) {
        require(bytes.length <= StoredZip.MOST_BYTES, "it is larger than " + (StoredZip.MOST_BYTES >> 20) + " MB");
        try {
            return StoredZip.read(bytes);
        } catch (StoredZip.RefusedException e) {
            throw unreadable(e.getMessage(), e);
        }
    }

    /** @return the id of the trusted key that signed; of the first key that claims to have, if none is asked for */
    private String checkSignature(byte[] manifest, byte[] document) {
        List<ManifestSignature> signatures;
        try {
            signatures = Signing.signatures(document);
        } catch (JsonDocumentException e) {
            throw unreadable(ModelPackage.SIGNATURE + " cannot be read: " + e.getMessage(), e);
        }
        for (ManifestSignature signature : signatures) {
            require(
                    signature.algorithm().equals(SigningKey.ALGORITHM)
                            && signature.keyId().matches("[0-9a-f]{16}"),
                    ModelPackage.SIGNATURE + " is no " + SigningKey.ALGORITHM + " signature");
        }
        if (trusted == null) {
            return signatures.get(0).keyId();
        }
        ManifestSignature signature = signatures.stream()
                .filter(candidate -> trusted.byId(candidate.keyId()).isPresent())
                .findFirst()
                .orElseThrow(() -> unreadable(
                        "it is signed by the key "
                                + signatures.stream()
                                        .map(ManifestSignature::keyId)
                                        .collect(Collectors.joining(" and "))
                                + ", trusted are " + trusted.ids(),
                        null));
        PublicKey key = trusted.byId(signature.keyId()).orElseThrow();
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
            throw unreadable(ModelPackage.SIGNATURE + " is not base64", e);
        }
    }

    private void checkFiles(Manifest manifest, Map<String, byte[]> files) {
        Set<String> expected =
                manifest.files().stream().map(Manifest.FileEntry::path).collect(Collectors.toCollection(TreeSet::new));
        expected.addAll(List.of(ModelPackage.MANIFEST, ModelPackage.SIGNATURE));
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
        manifest.requiredFiles().forEach(path -> require(files, path, Integer.MAX_VALUE));
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
                Stream.of(GreyRecipe.values())
                        .anyMatch(grey -> FilmReader.recipes(grey).equals(input.rendering())),
                "its films became grey by " + input.rendering() + ", this version knows "
                        + Stream.of(GreyRecipe.values())
                                .map(grey -> FilmReader.recipes(grey).toString())
                                .collect(Collectors.joining(" or ")));
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
            throw unreadable(ModelPackage.MODEL + " is not allowed: " + e.getMessage(), e);
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

    private Optional<CheckedInput> checkInputCheck(
            Manifest manifest, OnnxGraph graph, GoldenExpectation golden, Map<String, byte[]> files) {
        if (!manifest.hasInputCheck()) {
            require(
                    CheckedInput.FILES.stream().noneMatch(files::containsKey),
                    "it holds parts of an input check, which its manifest (" + manifest.format()
                            + ") says it does not have");
            return Optional.empty();
        }
        InputCheck check;
        try {
            check = InputCheck.read(
                    require(files, InputCheck.REPORT, MOST_MANIFEST_BYTES),
                    require(files, InputCheck.TENSORS, Integer.MAX_VALUE));
        } catch (InputCheckUnreadableException e) {
            throw unreadable("its input check is not usable: " + e.getMessage(), e);
        }
        require(
                check.report().checkpointSha256().equals(manifest.lineage().checkpointSha256())
                        && check.embeddingLength() == graph.embeddingLength(),
                "its input check was fitted to the weights " + check.report().checkpointSha256()
                        + " with embeddings of " + check.embeddingLength() + " values, the model came from "
                        + manifest.lineage().checkpointSha256() + " with " + graph.embeddingLength());
        var expected =
                parse(GoldenInput.PATH, require(files, GoldenInput.PATH, MOST_MANIFEST_BYTES), GoldenInput.class);
        require(
                expected.films().stream()
                        .map(GoldenInput.Film::file)
                        .toList()
                        .equals(golden.films().stream()
                                .map(GoldenExpectation.GoldenFilm::file)
                                .toList()),
                GoldenInput.PATH + " names other films than " + GoldenExpectation.PATH);
        return Optional.of(new CheckedInput(check, expected));
    }

    private Manifest manifest(byte[] document) {
        try {
            return ManifestFormats.read(document);
        } catch (JsonDocumentException e) {
            throw unreadable(ModelPackage.MANIFEST + " cannot be read: " + e.getMessage(), e);
        }
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
