package org.mococxr.report;

/**
 * The model package behind a result.
 *
 * @param packageDigest SHA-256 of the package, 64 hex digits
 */
public record ModelIdentity(String name, String version, String packageDigest) {
    public ModelIdentity {
        PlainText.require("model name", name);
        PlainText.require("model version", version);
        Sha256Hex.require("model package digest", packageDigest);
    }

    /** Enough of the digest to compare by eye. */
    String shortDigest() {
        return packageDigest.substring(0, 12);
    }
}
