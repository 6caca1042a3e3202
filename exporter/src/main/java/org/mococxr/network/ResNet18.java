package org.mococxr.network;

/** ResNet-18 (He et al., CVPR 2016) with torchvision's layout and names: 62 learned tensors with the head. */
final class ResNet18 {
    private static final int STAGES = 4;
    private static final int BLOCKS_PER_STAGE = 2;

    private final Description layers = new Description();

    private ResNet18() {}

    static Network network() {
        return new ResNet18().build();
    }

    private Network build() {
        layers.convolution("conv1", Description.INPUT, "stem.conv", 64, 7, 2);
        layers.norm("bn1", "stem.conv", "stem.norm");
        layers.relu("stem.norm", "stem.relu");
        var value = layers.maxPool("stem.relu", "stem", 3, 2, 1); // [N,64,S/4,S/4]
        for (var stage = 1; stage <= STAGES; stage++) {
            for (var block = 0; block < BLOCKS_PER_STAGE; block++) {
                var stride = stage > 1 && block == 0 ? 2 : 1;
                value = basicBlock("layer" + stage + "." + block, value, 32 << stage, stride);
            }
        }
        return layers.network("resnet18", value, 32, "fc");
    }

    private String basicBlock(String name, String input, int outChannels, int stride) {
        layers.convolution(name + ".conv1", input, name + ".a", outChannels, 3, stride);
        layers.norm(name + ".bn1", name + ".a", name + ".b");
        layers.relu(name + ".b", name + ".c");
        layers.convolution(name + ".conv2", name + ".c", name + ".d", outChannels, 3, 1);
        layers.norm(name + ".bn2", name + ".d", name + ".e");
        var shortcut = input;
        if (stride != 1 || layers.channels(input) != outChannels) {
            layers.convolution(name + ".downsample.0", input, name + ".f", outChannels, 1, stride);
            shortcut = layers.norm(name + ".downsample.1", name + ".f", name + ".g");
        }
        layers.add(name + ".e", shortcut, name + ".h");
        return layers.relu(name + ".h", name);
    }
}
