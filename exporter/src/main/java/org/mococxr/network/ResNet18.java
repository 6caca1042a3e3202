package org.mococxr.network;

import java.util.ArrayList;
import java.util.List;

/** ResNet-18 (He et al., CVPR 2016) with torchvision's layout and names: 62 learned tensors with the head. */
final class ResNet18 {
    private static final int STAGES = 4;
    private static final int BLOCKS_PER_STAGE = 2;

    private final List<Layer> layers = new ArrayList<>();

    private ResNet18() {}

    static Network network() {
        return new ResNet18().build();
    }

    private Network build() {
        convolution("conv1", "films", "stem.conv", 3, 64, 7, 2);
        norm("bn1", "stem.conv", "stem.norm", 64);
        layers.add(new Layer.Relu("stem.norm", "stem.relu"));
        layers.add(new Layer.MaxPool("stem.relu", "stem", 3, 2, 1)); // [N,64,S/4,S/4]
        var value = "stem";
        var channels = 64;
        for (var stage = 1; stage <= STAGES; stage++) {
            for (var block = 0; block < BLOCKS_PER_STAGE; block++) {
                var outChannels = 32 << stage;
                var stride = stage > 1 && block == 0 ? 2 : 1;
                value = basicBlock("layer" + stage + "." + block, value, channels, outChannels, stride);
                channels = outChannels;
            }
        }
        return new Network("resnet18", "films", layers, value, channels, 32, "fc");
    }

    private String basicBlock(String name, String input, int inChannels, int outChannels, int stride) {
        convolution(name + ".conv1", input, name + ".a", inChannels, outChannels, 3, stride);
        norm(name + ".bn1", name + ".a", name + ".b", outChannels);
        layers.add(new Layer.Relu(name + ".b", name + ".c"));
        convolution(name + ".conv2", name + ".c", name + ".d", outChannels, outChannels, 3, 1);
        norm(name + ".bn2", name + ".d", name + ".e", outChannels);
        var shortcut = input;
        if (stride != 1 || inChannels != outChannels) {
            convolution(name + ".downsample.0", input, name + ".f", inChannels, outChannels, 1, stride);
            norm(name + ".downsample.1", name + ".f", name + ".g", outChannels);
            shortcut = name + ".g";
        }
        layers.add(new Layer.Add(name + ".e", shortcut, name + ".h"));
        layers.add(new Layer.Relu(name + ".h", name));
        return name;
    }

    private void convolution(String parameter, String input, String output, int in, int out, int kernel, int stride) {
        layers.add(new Layer.Convolution(parameter, input, output, in, out, kernel, stride, kernel / 2, 1));
    }

    private void norm(String parameter, String input, String output, int channels) {
        layers.add(new Layer.BatchNorm(parameter, input, output, channels));
    }
}
