package org.mococxr.onnx;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a graph is made with besides its network and weights.
 *
 * @param inputSizePixels S, side of the prepared films
 * @param greyMean mean of prepared grey, subtracted first
 * @param greyStd what the difference is divided by
 * @param temperatures per output: probability = sigmoid(logit / temperature)
 * @param weights how convolution weights are stored
 * @param identity key and text that name the model in the file's metadata; nothing decides by it
 */
public record GraphSettings(
        int inputSizePixels,
        double greyMean,
        double greyStd,
        List<Double> temperatures,
        WeightStorage weights,
        Map<String, String> identity) {
    public GraphSettings {
        temperatures = List.copyOf(temperatures);
        identity = Collections.unmodifiableMap(new TreeMap<>(identity));
        if (!(greyStd > 0)) {
            throw new IllegalArgumentException("the grey deviation must be positive, was " + greyStd);
        }
        if (temperatures.isEmpty() || temperatures.stream().anyMatch(t -> !(t > 0))) {
            throw new IllegalArgumentException("every output needs a positive temperature, were " + temperatures);
        }
    }
}
