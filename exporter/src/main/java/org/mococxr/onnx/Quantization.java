package org.mococxr.onnx;

import static org.mococxr.onnx.GraphBuilder.integer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;

/**
 * 8-bit arithmetic as ONNX describes it: a pair of QuantizeLinear and DequantizeLinear around whatever shall be computed in integers,
 * which the runtime then does. Activations are unsigned bytes with one scale for each tensor, weights signed bytes with one scale for
 * each output channel.
 *
 * <p>Weights keep to -64..64. On processors without VNNI the runtime adds two products of unsigned and signed bytes in 16 bits, which
 * saturates with the whole range, so that the same model would score otherwise on an older box.
 *
 * <p>The first convolution and the head stay in 32 bits: they cost little and lose most.
 */
final class Quantization {
    private static final int LARGEST_WEIGHT = 64;
    /** A bias is stored in steps of input scale x weight scale, in 32 bits. */
    private static final double LARGEST_BIAS = 1 << 30;

    private final GraphBuilder graph;
    private final Map<String, ActivationRange> ranges;

    Quantization(GraphBuilder graph, Map<String, ActivationRange> ranges) {
        this.graph = graph;
        this.ranges = Map.copyOf(ranges);
    }

    /**
     * The values of a network that become bytes: what convolutions read, and what convolutions and sums give once their batch norm and
     * activation are done.
     */
    static Set<String> values(Network network) {
        Map<String, Integer> readers = new HashMap<>();
        network.layers().forEach(layer -> layer.inputs().forEach(name -> readers.merge(name, 1, Integer::sum)));
        readers.merge(network.featureMap(), 1, Integer::sum);
        Map<String, Layer> soleReader = new HashMap<>();
        for (Layer layer : network.layers()) {
            layer.inputs().stream()
                    .filter(name -> readers.getOrDefault(name, 0) == 1)
                    .forEach(name -> soleReader.put(name, layer));
        }
        Set<String> values = new TreeSet<>();
        for (Layer layer : network.layers()) {
            boolean inBytes = layer instanceof Layer.Convolution convolution && inBytes(network, convolution);
            if (inBytes) {
                values.addAll(layer.inputs());
            }
            if (inBytes || layer instanceof Layer.Add) {
                values.add(behindActivation(layer.output(), soleReader));
            }
        }
        return values;
    }

    static boolean inBytes(Network network, Layer.Convolution convolution) {
        return !convolution.input().equals(network.input());
    }

    private static String behindActivation(String value, Map<String, Layer> soleReader) {
        String last = value;
        Set<String> seen = new HashSet<>();
        while (seen.add(last)) {
            Layer next = soleReader.get(last);
            if (next instanceof Layer.BatchNorm || next instanceof Layer.Relu || next instanceof Layer.Relu6) {
                last = next.output();
            }
        }
        return last;
    }

    /** @return the value in bytes and back */
    String activation(String value, String graphName) {
        ActivationRange range = range(value);
        String scale = graph.weights(graphName + ".scale", new float[] {range.scale()});
        String zero = graph.unsignedByte(graphName + ".zero", range.zeroPoint());
        String bytes = graph.node("QuantizeLinear", graphName + ".bytes", List.of(graphName, scale, zero));
        return graph.node("DequantizeLinear", graphName + ".again", List.of(bytes, scale, zero));
    }

    /** Kernels in bytes, and the bias that goes with them, as inputs of a convolution. */
    List<String> convolution(String parameter, String input, double[] kernels, double[] bias, long... shape) {
        int outputs = Math.toIntExact(shape[0]);
        int perOutput = kernels.length / outputs;
        double inputScale = range(input).scale();
        float[] scales = new float[outputs];
        byte[] weights = new byte[kernels.length];
        int[] biases = new int[bias.length];
        float[] biasScales = new float[bias.length];
        for (int o = 0; o < outputs; o++) {
            double largest = 0;
            for (int i = o * perOutput; i < (o + 1) * perOutput; i++) {
                largest = Math.max(largest, Math.abs(kernels[i]));
            }
            double smallestForBias = bias.length == 0 ? 0 : Math.abs(bias[o]) / (inputScale * LARGEST_BIAS);
            double scale = Math.max(Math.max(largest / LARGEST_WEIGHT, smallestForBias), Float.MIN_NORMAL);
            scales[o] = (float) scale;
            for (int i = o * perOutput; i < (o + 1) * perOutput; i++) {
                weights[i] = (byte) Math.rint(kernels[i] / scales[o]);
            }
            if (bias.length > 0) {
                biasScales[o] = (float) (inputScale * scales[o]);
                biases[o] = (int) Math.rint(bias[o] / (inputScale * scales[o]));
            }
        }
        String kernelBytes = graph.signedBytes(parameter + ".weight.bytes", weights, shape);
        String kernelScales = graph.weights(parameter + ".weight.scale", scales, outputs);
        String kernel = graph.node(
                "DequantizeLinear", parameter + ".weight", List.of(kernelBytes, kernelScales), integer("axis", 0));
        if (bias.length == 0) {
            return List.of(kernel);
        }
        String biasSteps = graph.integers32(parameter + ".bias.steps", biases, outputs);
        String biasStep = graph.weights(parameter + ".bias.scale", biasScales, outputs);
        return List.of(
                kernel,
                graph.node("DequantizeLinear", parameter + ".bias", List.of(biasSteps, biasStep), integer("axis", 0)));
    }

    private ActivationRange range(String value) {
        ActivationRange range = ranges.get(value);
        if (range == null) {
            throw new IllegalArgumentException("the range of " + value + " was not measured");
        }
        return range;
    }
}
