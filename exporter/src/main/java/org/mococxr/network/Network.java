package org.mococxr.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * A backbone: straight-line layers from a normalised film [N,3,S,S] to a feature map [N,D,S/stride,S/stride].
 *
 * <p>Behind it stand global average pooling (the embedding [N,D]) and one linear head of any width; every network has
 * that ending, which makes its class activation map exact.
 *
 * @param name such as {@code resnet18}
 * @param input name of the value that the first layer reads
 * @param layers in the order they run
 * @param featureMap name of the value behind the last layer
 * @param featureChannels D, the length of the embedding
 * @param strideOfFeatures how many input pixels one cell of the feature map covers, per side
 * @param headParameter torchvision's prefix of the linear head, such as {@code fc}
 */
public record Network(
        String name,
        String input,
        List<Layer> layers,
        String featureMap,
        int featureChannels,
        int strideOfFeatures,
        String headParameter) {

    /** Channels of the normalised input; a grey film is repeated. */
    public static final int INPUT_CHANNELS = 3;

    public Network {
        layers = List.copyOf(layers);
        var known = new HashSet<String>();
        known.add(input);
        for (var layer : layers) {
            for (var read : layer.inputs()) {
                if (!known.contains(read)) {
                    throw new IllegalArgumentException(
                            name + ": " + layer + " reads " + read + " before it is written");
                }
            }
            if (!known.add(layer.output())) {
                throw new IllegalArgumentException(name + ": " + layer.output() + " is written twice");
            }
        }
        if (!known.contains(featureMap)) {
            throw new IllegalArgumentException(name + ": no layer writes the feature map " + featureMap);
        }
    }

    /** All tensors of the backbone in torchvision's order, without the head. */
    public List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /** Cells per side of the feature map for square films of {@code inputSidePixels}. */
    public int featureSide(int inputSidePixels) {
        var sides = new HashMap<String, Integer>();
        sides.put(input, inputSidePixels);
        for (var layer : layers) {
            int side = sides.getOrDefault(layer.inputs().get(0), 0);
            sides.put(
                    layer.output(),
                    layer.<Integer>fold(
                            convolution ->
                                    windows(side, convolution.kernel(), convolution.stride(), convolution.padding()),
                            batchNorm -> side,
                            relu -> side,
                            relu6 -> side,
                            pool -> windows(side, pool.kernel(), pool.stride(), pool.padding()),
                            pool -> windows(side, pool.kernel(), pool.stride(), 0),
                            add -> side,
                            concat -> side));
        }
        return sides.getOrDefault(featureMap, 0);
    }

    private static int windows(int side, int kernel, int stride, int padding) {
        return (side + 2 * padding - kernel) / stride + 1;
    }

    /** The head's tensors: weight [outputs, D] and bias [outputs]. */
    public List<Parameter> headParameters(int outputs) {
        return List.of(
                new Parameter(
                        headParameter + ".weight",
                        List.of((long) outputs, (long) featureChannels),
                        Parameter.Role.LINEAR_WEIGHT),
                new Parameter(headParameter + ".bias", List.of((long) outputs), Parameter.Role.LINEAR_BIAS));
    }

    /** Backbone and head of {@code outputs} logits. */
    public List<Parameter> parametersWithHead(int outputs) {
        return Stream.concat(parameters().stream(), headParameters(outputs).stream())
                .toList();
    }
}
