package org.mococxr.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads the runtime's profile of a run; Java has no other way to learn which provider each node really ran on. */
final class Profile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Profile() {}

    static Map<String, Integer> nodesPerProvider(Path file) throws IOException {
        Map<String, Integer> nodes = new TreeMap<>();
        for (JsonNode event : JSON.readTree(file.toFile())) {
            String provider = event.path("args").path("provider").asText();
            if (event.path("cat").asText().equals("Node")
                    && event.path("name").asText().endsWith("_kernel_time")
                    && !provider.isEmpty()) {
                nodes.merge(provider, 1, Integer::sum);
            }
        }
        return nodes;
    }
}
