package org.mococxr.modelpackage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;

/** Reads {@code manifest.json} of every format there has been; what an earlier format could not say is absent. */
final class ManifestFormats {
    private static final String MINIMUM_BOX = "minimumBox";
    private static final String GROUPS = "groups";

    private ManifestFormats() {}

    static Manifest read(byte[] document) throws JsonDocumentException {
        JsonNode manifest = StrictJson.tree(document);
        String format = manifest.path("format").asText();
        if (!Manifest.FORMATS.contains(format)) {
            throw new JsonDocumentException(
                    "its format is \"" + format + "\", this version reads " + Manifest.FORMATS + ""
                            + (manifest.path(MINIMUM_BOX).isTextual()
                                    ? "; it asks for version "
                                            + manifest.path(MINIMUM_BOX).asText() + " or later"
                                    : ""));
        }
        return format.equals(Manifest.FORMAT)
                ? StrictJson.read(document, Manifest.class)
                : StrictJson.read(completed(manifest, format), Manifest.class);
    }

    private static JsonNode completed(JsonNode manifest, String format) throws JsonDocumentException {
        object(manifest, format, MINIMUM_BOX).putNull(MINIMUM_BOX);
        for (JsonNode finding : manifest.path("findings")) {
            object(finding, format, GROUPS).putArray(GROUPS);
        }
        return manifest;
    }

    /** @param key that this format does not have */
    private static ObjectNode object(JsonNode node, String format, String key) throws JsonDocumentException {
        if (node instanceof ObjectNode object && !object.has(key)) {
            return object;
        }
        throw new JsonDocumentException("the format " + format + " has no key \"" + key + "\"");
    }
}
