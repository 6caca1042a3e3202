package org.mococxr.network;

import java.util.ArrayList;
import java.util.List;

/**
 * DenseNet-121 (Huang et al., CVPR 2017), the backbone of CheXNet and of MoCo-CXR, with torchvision's layout and names: 364 learned
 * tensors with the head.
 */
final class DenseNet121 {
    private static final List<Integer> LAYERS_PER_BLOCK = List.of(6, 12, 24, 16);
    private static final int GROWTH = 32;
    private static final int BOTTLENECK = 4 * GROWTH;

    private final Description layers = new Description();

    private DenseNet121() {}

    static Network network() {
        return new DenseNet121().build();
    }

    private Network build() {
        layers.convolution("features.conv0", Description.INPUT, "stem.conv", 64, 7, 2);
        layers.norm("features.norm0", "stem.conv", "stem.norm");
        layers.relu("stem.norm", "stem.relu");
        var value = layers.maxPool("stem.relu", "stem", 3, 2, 1); // [N,64,S/4,S/4]
        for (var block = 1; block <= LAYERS_PER_BLOCK.size(); block++) {
            value = denseBlock("features.denseblock" + block, value, LAYERS_PER_BLOCK.get(block - 1));
            if (block < LAYERS_PER_BLOCK.size()) {
                value = transition("features.transition" + block, value);
            }
        }
        layers.norm("features.norm5", value, "last.norm");
        return layers.network("densenet121", layers.relu("last.norm", "last"), 32, "classifier"); // [N,1024,S/32,S/32]
    }

    /** Each layer reads everything before it in its block and adds {@value #GROWTH} channels. */
    private String denseBlock(String name, String input, int count) {
        var parts = new ArrayList<>(List.of(input));
        var known = input;
        for (var i = 1; i <= count; i++) {
            parts.add(denseLayer(name + ".denselayer" + i, known));
            known = layers.concat(parts, name + ".known" + i);
        }
        return known;
    }

    private String denseLayer(String name, String input) {
        layers.norm(name + ".norm1", input, name + ".a");
        layers.relu(name + ".a", name + ".b");
        layers.convolution(name + ".conv1", name + ".b", name + ".c", BOTTLENECK, 1, 1);
        layers.norm(name + ".norm2", name + ".c", name + ".d");
        layers.relu(name + ".d", name + ".e");
        return layers.convolution(name + ".conv2", name + ".e", name, GROWTH, 3, 1);
    }

    /** Half the channels, half the side. */
    private String transition(String name, String input) {
        layers.norm(name + ".norm", input, name + ".a");
        layers.relu(name + ".a", name + ".b");
        layers.convolution(name + ".conv", name + ".b", name + ".c", layers.channels(input) / 2, 1, 1);
        return layers.averagePool(name + ".c", name, 2, 2);
    }
}
