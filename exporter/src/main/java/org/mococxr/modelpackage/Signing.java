package org.mococxr.modelpackage;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;

/** Signs a finished package with one more key, or with another key alone; its other bytes stay as they are. */
public final class Signing {
    private Signing() {}

    /**
     * @param trusted keys one of which must have signed already: nobody vouches for a package that was changed on its way
     * @param alone leave out the signatures that are there
     * @throws ModelPackageUnreadableException whatever is wrong with the package
     */
    public static byte[] sign(byte[] packaged, TrustedKeys trusted, SigningKey key, boolean alone) {
        ModelPackage.read(packaged, trusted);
        Map<String, byte[]> files;
        List<ManifestSignature> signatures;
        try {
            files = new LinkedHashMap<>(StoredZip.read(packaged));
            signatures = new ArrayList<>(alone ? List.of() : signatures(entry(files, ModelPackage.SIGNATURE)));
        } catch (StoredZip.RefusedException | JsonDocumentException e) {
            throw new IllegalStateException("the package was read a moment ago", e);
        }
        signatures.removeIf(signature -> signature.keyId().equals(key.id()));
        signatures.add(signature(key, entry(files, ModelPackage.MANIFEST)));
        files.put(ModelPackage.SIGNATURE, document(signatures));
        byte[] signed = StoredZip.write(files);
        ModelPackage.read(signed, key.trustingItself());
        return signed;
    }

    static ManifestSignature signature(SigningKey key, byte[] manifest) {
        return new ManifestSignature(
                SigningKey.ALGORITHM, key.id(), Base64.getEncoder().encodeToString(key.sign(manifest)));
    }

    /** One signature stands alone, as in packages from before there could be several. */
    static byte[] document(List<ManifestSignature> signatures) {
        return StrictJson.write(signatures.size() == 1 ? signatures.get(0) : new ManifestSignatures(signatures));
    }

    static List<ManifestSignature> signatures(byte[] document) throws JsonDocumentException {
        try {
            return List.of(StrictJson.read(document, ManifestSignature.class));
        } catch (JsonDocumentException alone) {
            try {
                return StrictJson.read(document, ManifestSignatures.class).signatures();
            } catch (JsonDocumentException several) {
                several.addSuppressed(alone);
                throw several;
            }
        }
    }

    private static byte[] entry(Map<String, byte[]> files, String path) {
        byte[] content = files.get(path);
        if (content == null) {
            throw new IllegalStateException(path + " was there when the package was read");
        }
        return content;
    }
}
