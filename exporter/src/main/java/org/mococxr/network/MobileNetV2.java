package org.mococxr.network;

import java.util.List;

/**
 * MobileNetV2 of width 1 (Sandler et al., CVPR 2018) with torchvision's names, in two layouts: torchvision's own, and the one whose
 * ImageNet weights are openly licensed ({@code mobilenetv2-1.0} of the ONNX model zoo), which bounds no activation and expands in its
 * first block too.
 */
final class MobileNetV2 {
    /** @param expansion channels inside a block against those it reads */
    private record Stage(int expansion, int outChannels, int blocks, int stride) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 16, 1, 1),
            new Stage(6, 24, 2, 2),
            new Stage(6, 32, 3, 2),
            new Stage(6, 64, 4, 2),
            new Stage(6, 96, 3, 1),
            new Stage(6, 160, 3, 2),
            new Stage(6, 320, 1, 1));

    private final Description layers = new Description();
    private final boolean bounded;
    private final boolean expandsAlways;

    private MobileNetV2(boolean bounded, boolean expandsAlways) {
        this.bounded = bounded;
        this.expandsAlways = expandsAlways;
    }

    /** torchvision's: ReLU6, no expansion in the first block; 158 learned tensors with the head. */
    static Network torchvision() {
        return new MobileNetV2(true, false).build("mobilenet_v2");
    }

    /** The model zoo's: plain ReLU, an expansion in every block; 161 learned tensors with the head. */
    static Network plainRelu() {
        return new MobileNetV2(false, true).build("mobilenet_v2_relu");
    }

    private Network build(String name) {
        layers.convolution("features.0.0", Description.INPUT, "stem.conv", 32, 3, 2);
        layers.norm("features.0.1", "stem.conv", "stem.norm");
        var value = activation("stem.norm", "stem"); // [N,32,S/2,S/2]
        var number = 1;
        for (var stage : STAGES) {
            for (var block = 0; block < stage.blocks(); block++) {
                value = invertedResidual("features." + number, value, stage, block == 0 ? stage.stride() : 1);
                number++;
            }
        }
        layers.convolution("features.18.0", value, "last.conv", 1280, 1, 1);
        layers.norm("features.18.1", "last.conv", "last.norm");
        return layers.network(name, activation("last.norm", "last"), 32, "classifier.1"); // [N,1280,S/32,S/32]
    }

    /** Expand, filter each channel by itself, project without activation; the input is added where shapes agree. */
    private String invertedResidual(String name, String input, Stage stage, int stride) {
        var value = input;
        var step = 0;
        if (stage.expansion() != 1 || expandsAlways) {
            layers.convolution(
                    name + ".conv.0.0", input, name + ".a", layers.channels(input) * stage.expansion(), 1, 1);
            layers.norm(name + ".conv.0.1", name + ".a", name + ".b");
            value = activation(name + ".b", name + ".c");
            step++;
        }
        layers.depthwise(name + ".conv." + step + ".0", value, name + ".d", 3, stride);
        layers.norm(name + ".conv." + step + ".1", name + ".d", name + ".e");
        activation(name + ".e", name + ".f");
        layers.convolution(name + ".conv." + (step + 1), name + ".f", name + ".g", stage.outChannels(), 1, 1);
        var projected = layers.norm(name + ".conv." + (step + 2), name + ".g", name + ".h");
        return stride == 1 && layers.channels(input) == stage.outChannels()
                ? layers.add(projected, input, name)
                : projected;
    }

    private String activation(String input, String output) {
        return bounded ? layers.relu6(input, output) : layers.relu(input, output);
    }
}
