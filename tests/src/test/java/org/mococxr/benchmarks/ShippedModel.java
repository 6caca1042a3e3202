package org.mococxr.benchmarks;

import java.nio.file.Path;

/** The default model, where it lies in the source tree. */
final class ShippedModel {
    /** Of trusted keys; {@code --trust} takes such a folder. */
    static final Path KEYS = Path.of(System.getProperty("user.dir")).resolveSibling("deploy/models");

    static final Path PACKAGE = KEYS.resolve("cxr-effusion-tb.cxrmodel");

    private ShippedModel() {}
}
