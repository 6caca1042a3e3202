package org.mococxr.inference;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which processor really runs a model, read from the runtime's own profile of one run rather than from what was asked or compiled in.
 *
 * @param effective {@code CPU}, {@code CUDA}, {@code Tensorrt} or, if the work is split, both
 * @param nodesPerProvider how many nodes of the graph each provider ran, by the runtime's names
 * @param runtimeVersion version of ONNX Runtime
 * @param fallbackReason what would have been preferred and why it is not used: {@code not CUDA: ...}
 */
public record ProviderReport(
        ProviderChoice requested,
        String effective,
        Map<String, Integer> nodesPerProvider,
        String runtimeVersion,
        Optional<String> fallbackReason) {
    public ProviderReport {
        nodesPerProvider = Collections.unmodifiableMap(new TreeMap<>(nodesPerProvider));
        if (nodesPerProvider.isEmpty()) {
            throw new IllegalArgumentException("a provider report needs the profile of a run");
        }
    }

    /** @return for example {@code CPU (ONNX Runtime 1.29.0, 48 nodes on CPUExecutionProvider)} */
    public String inWords() {
        var nodes = new StringBuilder();
        nodesPerProvider.forEach((provider, count) ->
                nodes.append(", ").append(count).append(" nodes on ").append(provider));
        return effective + " (ONNX Runtime " + runtimeVersion + nodes + ")"
                + fallbackReason.map(reason -> "; " + reason).orElse("");
    }
}
