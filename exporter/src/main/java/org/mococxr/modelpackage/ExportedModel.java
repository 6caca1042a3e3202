package org.mococxr.modelpackage;

/** A finished package: its bytes, owned from here on, and what they say. */
public final class ExportedModel {
    private final byte[] bytes;
    private final Manifest manifest;
    private final GoldenResult golden;

    ExportedModel(byte[] bytes, Manifest manifest, GoldenResult golden) {
        this.bytes = bytes;
        this.manifest = manifest;
        this.golden = golden;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** What the package said about its golden films when it was read back. */
    public GoldenResult golden() {
        return golden;
    }

    public String digest() {
        return Sha256.of(bytes);
    }

    public int sizeBytes() {
        return bytes.length;
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
