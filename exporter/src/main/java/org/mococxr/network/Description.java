package org.mococxr.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Layers being written down one behind the other; keeps count of the channels of every value. Each method returns the value it writes. */
final class Description {
    static final String INPUT = "films";

    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, Integer> channels = new HashMap<>(Map.of(INPUT, Network.INPUT_CHANNELS));

    /** Padded so that stride 1 keeps the side. */
    String convolution(String parameter, String input, String output, int outChannels, int kernel, int stride) {
        return convolution(parameter, input, output, outChannels, kernel, stride, 1);
    }

    /** One kernel for each channel, which stays by itself. */
    String depthwise(String parameter, String input, String output, int kernel, int stride) {
        return convolution(parameter, input, output, channels(input), kernel, stride, channels(input));
    }

    private String convolution(
            String parameter, String input, String output, int outChannels, int kernel, int stride, int groups) {
        return add(
                new Layer.Convolution(
                        parameter, input, output, channels(input), outChannels, kernel, stride, kernel / 2, groups),
                outChannels);
    }

    String norm(String parameter, String input, String output) {
        return add(new Layer.BatchNorm(parameter, input, output, channels(input)), channels(input));
    }

    String relu(String input, String output) {
        return add(new Layer.Relu(input, output), channels(input));
    }

    String relu6(String input, String output) {
        return add(new Layer.Relu6(input, output), channels(input));
    }

    String maxPool(String input, String output, int kernel, int stride, int padding) {
        return add(new Layer.MaxPool(input, output, kernel, stride, padding), channels(input));
    }

    String averagePool(String input, String output, int kernel, int stride) {
        return add(new Layer.AveragePool(input, output, kernel, stride), channels(input));
    }

    String add(String left, String right, String output) {
        return add(new Layer.Add(left, right, output), channels(left));
    }

    String concat(List<String> inputs, String output) {
        return add(
                new Layer.Concat(inputs, output),
                inputs.stream().mapToInt(this::channels).sum());
    }

    int channels(String value) {
        var found = channels.get(value);
        if (found == null) {
            throw new IllegalArgumentException("no layer has written " + value + " yet");
        }
        return found;
    }

    Network network(String name, String featureMap, int strideOfFeatures, String headParameter) {
        return new Network(name, INPUT, layers, featureMap, channels(featureMap), strideOfFeatures, headParameter);
    }

    private String add(Layer layer, int outChannels) {
        layers.add(layer);
        channels.put(layer.output(), outChannels);
        return layer.output();
    }
}
