package org.mococxr.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The backbones that we know, by name. */
public final class Networks {
    private static final Map<String, Supplier<Network>> KNOWN = new TreeMap<>(Map.of(
            "resnet18", ResNet18::network,
            "densenet121", DenseNet121::network,
            "mobilenet_v2", MobileNetV2::torchvision,
            "mobilenet_v2_relu", MobileNetV2::plainRelu));

    private Networks() {}

    /** In alphabetical order. */
    public static List<String> names() {
        return List.copyOf(KNOWN.keySet());
    }

    public static Optional<Network> byName(String name) {
        return Optional.ofNullable(KNOWN.get(name)).map(Supplier::get);
    }

    /** @throws IllegalArgumentException naming the known backbones */
    public static Network require(String name) {
        return byName(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown network %s; known: %s".formatted(name, String.join(", ", names()))));
    }
}
