package org.mococxr.modelpackage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;

/** Manifests as earlier versions wrote them. */
final class ManifestsOfOld {
    private ManifestsOfOld() {}

    /**
     * @param files what the package holds beside manifest and signature
     * @return the document, without what its format did not have
     */
    static byte[] manifest(Manifest like, String format, Map<String, byte[]> files) {
        try {
            ObjectNode manifest = (ObjectNode) StrictJson.tree(StrictJson.write(like));
            manifest.put("format", format);
            if (!format.equals(Manifest.FORMAT)) {
                manifest.remove("minimumBox");
                for (JsonNode finding : manifest.path("findings")) {
                    ((ObjectNode) finding).remove("groups");
                }
            }
            var entries = manifest.putArray("files");
            files.forEach((path, content) -> entries.addObject()
                    .put("path", path)
                    .put("sizeBytes", content.length)
                    .put("sha256", Sha256.of(content)));
            return StrictJson.write(manifest);
        } catch (JsonDocumentException e) {
            throw new IllegalStateException("a manifest was not read back", e);
        }
    }
}
