package org.mococxr.modelpackage;

import java.util.Optional;
import org.mococxr.inputcheck.InputCheckReport;

/** A finished package: its bytes, owned from here on, and what they say. */
public final class ExportedModel {
    private final byte[] bytes;
    private final Manifest manifest;
    private final Optional<InputCheckReport> inputCheck;
    private final GoldenResult golden;

    ExportedModel(byte[] bytes, Manifest manifest, Optional<InputCheckReport> inputCheck, GoldenResult golden) {
        this.bytes = bytes;
        this.manifest = manifest;
        this.inputCheck = inputCheck;
        this.golden = golden;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** What its input check says about itself, if it has one. */
    public Optional<InputCheckReport> inputCheck() {
        return inputCheck;
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
