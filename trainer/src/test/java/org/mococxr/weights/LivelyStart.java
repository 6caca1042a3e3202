package org.mococxr.weights;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;
import org.mococxr.network.Parameter;

/**
 * Random weights of a network that behaves like a trained one when its running statistics are used: activations neither vanish nor
 * explode, norms are not the identity, and ReLU6 bounds one channel in eight now and then.
 */
public final class LivelyStart {
    private LivelyStart() {}

    /** Backbone and head by torchvision's names. */
    public static Map<String, Tensor> of(Network network, int findings, long seed) {
        Set<String> halved = new HashSet<>(); // convolutions that read what a ReLU has halved
        Set<String> rectified = new HashSet<>();
        for (var layer : network.layers()) {
            if (layer instanceof Layer.Relu || layer instanceof Layer.Relu6) {
                rectified.add(layer.output());
            } else if (!(layer instanceof Layer.BatchNorm)
                    && layer.inputs().stream().anyMatch(rectified::contains)) {
                if (layer instanceof Layer.Convolution convolution) {
                    halved.add(convolution.parameter() + ".weight");
                } else {
                    rectified.add(layer.output());
                }
            }
        }
        var bounded = network.layers().stream().anyMatch(layer -> layer instanceof Layer.Relu6);
        var random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (var parameter : network.parametersWithHead(findings)) {
            var values = new float[(int) parameter.size()];
            var gain = halved.contains(parameter.name()) ? 2 : 1;
            for (var i = 0; i < values.length; i++) {
                values[i] = (float) value(parameter, gain, bounded && i % 8 == 0, random.nextGaussian());
            }
            tensors.put(parameter.name(), Tensor.of(parameter.shape(), values));
        }
        return tensors;
    }

    private static double value(Parameter parameter, int gain, boolean nearTheBound, double gauss) {
        var inputs = parameter.size() / (double) parameter.shape().get(0);
        return switch (parameter.role()) {
            case CONVOLUTION_WEIGHT -> gauss * Math.sqrt(gain / inputs);
            case NORM_WEIGHT -> 1 + 0.1 * gauss;
            case NORM_BIAS -> (nearTheBound ? 5 : 0) + 0.1 * gauss;
            case RUNNING_MEAN -> 0.1 * gauss;
            case RUNNING_VARIANCE -> Math.exp(0.3 * gauss);
            case LINEAR_WEIGHT -> 0.05 * gauss;
            case LINEAR_BIAS -> gauss;
        };
    }
}
