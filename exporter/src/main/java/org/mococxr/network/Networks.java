package org.mococxr.network;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The backbones that we know, by name. */
public final class Networks {
    private static final Map<String, Supplier<Network>> KNOWN = new TreeMap<>(Map.of("resnet18", ResNet18::network));

    private Networks() {}

    public static Optional<Network> byName(String name) {
        return Optional.ofNullable(KNOWN.get(name)).map(Supplier::get);
    }

    /** @throws IllegalArgumentException naming the known backbones */
    public static Network require(String name) {
        return byName(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown network %s; known: %s".formatted(name, String.join(", ", KNOWN.keySet()))));
    }
}
