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
 * @param calibration per output, in order
 * @param weights how convolution weights are stored
 * @param identity key and text that name the model in the file's metadata; nothing decides by it
 */
public record GraphSettings(
        int inputSizePixels,
        double greyMean,
        double greyStd,
        List<Scaling> calibration,
        WeightStorage weights,
        Map<String, String> identity) {
    public GraphSettings {
        calibration = List.copyOf(calibration);
        identity = Collections.unmodifiableMap(new TreeMap<>(identity));
        if (!(greyStd > 0)) {
            throw new IllegalArgumentException("the grey deviation must be positive, was " + greyStd);
        }
        if (calibration.isEmpty()) {
            throw new IllegalArgumentException("a graph needs at least one output");
        }
    }

    /** Probability = sigmoid((logit - offset) / temperature). */
    public record Scaling(double offset, double temperature) {
        public static final Scaling NONE = new Scaling(0, 1);

        public Scaling {
            if (!(temperature > 0) || !Double.isFinite(offset)) {
                throw new IllegalArgumentException("a finite offset and a positive temperature are needed, were "
                        + offset + " and " + temperature);
            }
        }
    }
}
