package org.mococxr.onnx;

import static org.mococxr.onnx.GraphBuilder.decimal;
import static org.mococxr.onnx.GraphBuilder.integer;
import static org.mococxr.onnx.GraphBuilder.integers;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;

/**
 * Writes one network as ONNX (IR 8, operator set 17).
 *
 * <p>Folded on the way, in double precision: a batch norm into the convolution it alone follows; the repeat of a grey film to three
 * channels into the weights of the first convolution, which is exact because all channels are normalised alike. Normalisation itself
 * stays two nodes: zero padding happens behind it, so folding it would change every border.
 */
public final class OnnxWriter {
    public static final int IR_VERSION = 8;
    public static final int OPERATOR_SET = 17;
    public static final String INPUT = "films";
    public static final String PROBABILITIES = "probabilities";
    public static final String LOGITS = "logits";
    public static final String EMBEDDING = "embedding";
    public static final String CAM = "cam";
    /** What follows a value's name in a measuring graph. */
    public static final String LOWEST = ".lowest";

    public static final String HIGHEST = ".highest";

    private final Network network;
    private final Map<String, Tensor> weights;
    private final GraphSettings settings;
    private final GraphBuilder graph;
    private final Map<String, Layer.BatchNorm> normAfter = new HashMap<>();
    private final Set<Layer.BatchNorm> folded = new HashSet<>();
    /** The network's value names against the graph's: a folded norm's output is its convolution's. */
    private final Map<String, String> values = new HashMap<>();

    private final Set<String> inBytes;
    private final Quantization quantization;

    private OnnxWriter(
            Network network, Map<String, Tensor> weights, GraphSettings settings, Map<String, ActivationRange> ranges) {
        this.network = network;
        this.weights = weights;
        this.settings = settings;
        graph = new GraphBuilder(network.name());
        inBytes = settings.weights() == WeightStorage.INT8 ? Quantization.values(network) : Set.of();
        quantization = new Quantization(graph, ranges);
    }

    /** @param weights every tensor of the network with its head; the same input always gives the same bytes */
    public static byte[] write(Network network, Map<String, Tensor> weights, GraphSettings settings) {
        return new OnnxWriter(network, weights, settings, Map.of()).write(Set.of());
    }

    /**
     * The same in 8-bit arithmetic.
     *
     * @param ranges of the values of {@link #measuredValues}, from a graph of {@link #writeMeasuring}
     */
    public static byte[] writeInt8(
            Network network, Map<String, Tensor> weights, GraphSettings settings, Map<String, ActivationRange> ranges) {
        return new OnnxWriter(network, weights, settings, ranges).write(Set.of());
    }

    /**
     * A 32-bit graph that also tells the smallest and the largest value of each of {@link #measuredValues}, for calibration; no box
     * would take it.
     */
    public static byte[] writeMeasuring(Network network, Map<String, Tensor> weights, GraphSettings settings) {
        return new OnnxWriter(network, weights, settings, Map.of()).write(Quantization.values(network));
    }

    /** Names of the network's values whose range 8-bit arithmetic needs. */
    public static Set<String> measuredValues(Network network) {
        return Quantization.values(network);
    }

    private byte[] write(Set<String> measured) {
        long findings = settings.calibration().size();
        long size = settings.inputSizePixels();
        graph.input(INPUT, "N", 1, size, size);
        findFoldableNorms();
        values.put(network.input(), normalised());
        for (Layer layer : network.layers()) {
            String value = layer.<String>fold(
                    this::convolution,
                    this::batchNorm,
                    this::relu,
                    this::relu6,
                    this::maxPool,
                    this::averagePool,
                    this::add,
                    this::concat);
            if (inBytes.contains(layer.output())) {
                put(layer.output(), quantization.activation(layer.output(), value));
            }
        }
        head(valueOf(network.featureMap()));
        long cells = network.featureSide(settings.inputSizePixels());
        graph.output(PROBABILITIES, "N", findings);
        graph.output(LOGITS, "N", findings);
        graph.output(EMBEDDING, "N", network.featureChannels());
        graph.output(CAM, "N", findings, cells, cells);
        for (String value : measured) {
            graph.output(graph.node("ReduceMin", value + LOWEST, List.of(valueOf(value)), integer("keepdims", 0)));
            graph.output(graph.node("ReduceMax", value + HIGHEST, List.of(valueOf(value)), integer("keepdims", 0)));
        }
        var model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("mococxr")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
                .setGraph(graph.build());
        settings.identity()
                .forEach((key, text) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
        return model.build().toByteArray();
    }

    /** A norm folds into the convolution before it when nothing else reads that convolution. */
    private void findFoldableNorms() {
        Map<String, Integer> readers = new HashMap<>();
        network.layers().forEach(layer -> layer.inputs().forEach(name -> readers.merge(name, 1, Integer::sum)));
        readers.merge(network.featureMap(), 1, Integer::sum);
        Set<String> convolutions = new HashSet<>();
        for (Layer layer : network.layers()) {
            if (layer instanceof Layer.Convolution) {
                convolutions.add(layer.output());
            }
            if (layer instanceof Layer.BatchNorm norm
                    && convolutions.contains(norm.input())
                    && readers.getOrDefault(norm.input(), 0) == 1) {
                normAfter.put(norm.input(), norm);
            }
        }
    }

    private String normalised() {
        String mean = graph.weights("grey.mean", new float[] {(float) settings.greyMean()}, 1);
        String std = graph.weights("grey.std", new float[] {(float) settings.greyStd()}, 1);
        String centred = graph.node("Sub", "grey.centred", List.of(INPUT, mean));
        return graph.node("Div", "grey.normalised", List.of(centred, std)); // [N,1,S,S]
    }

    private String convolution(Layer.Convolution layer) {
        double[] kernels = doubles(layer.parameter() + ".weight"); // [out, in/groups, k, k]
        int inChannels = layer.inChannels() / layer.groups();
        if (layer.input().equals(network.input())) {
            kernels = sumOverInputChannels(kernels, layer);
            inChannels = 1;
        }
        Layer.BatchNorm norm = normAfter.get(layer.output());
        double[] bias = new double[0];
        if (norm != null) {
            double[] scale = scale(norm);
            bias = shift(norm, scale);
            int perOutput = kernels.length / layer.outChannels();
            for (int i = 0; i < kernels.length; i++) {
                kernels[i] *= scale[i / perOutput];
            }
            folded.add(norm);
        }
        long k = layer.kernel();
        List<String> inputs = new ArrayList<>(List.of(valueOf(layer.input())));
        if (settings.weights() == WeightStorage.INT8 && Quantization.inBytes(network, layer)) {
            inputs.addAll(quantization.convolution(
                    layer.parameter(), layer.input(), kernels, bias, layer.outChannels(), inChannels, k, k));
        } else {
            inputs.add(kernels(layer.parameter() + ".weight", floats(kernels), layer.outChannels(), inChannels, k, k));
            if (norm != null) {
                inputs.add(graph.weights(layer.parameter() + ".bias", floats(bias), layer.outChannels()));
            }
        }
        return put(
                layer.output(),
                graph.node(
                        "Conv",
                        layer.output(),
                        inputs,
                        integers("kernel_shape", k, k),
                        integers("strides", layer.stride(), layer.stride()),
                        integers("pads", pads(layer.padding())),
                        integer("group", layer.groups())));
    }

    private String batchNorm(Layer.BatchNorm layer) {
        if (folded.contains(layer)) {
            return put(layer.output(), valueOf(layer.input()));
        }
        String p = layer.parameter();
        List<String> inputs = new ArrayList<>(List.of(valueOf(layer.input())));
        for (String part : List.of(".weight", ".bias", ".running_mean", ".running_var")) {
            inputs.add(graph.weights(p + part, tensor(p + part).values(), layer.channels()));
        }
        return put(
                layer.output(),
                graph.node("BatchNormalization", layer.output(), inputs, decimal("epsilon", Layer.BatchNorm.EPSILON)));
    }

    private String relu(Layer.Relu layer) {
        return put(layer.output(), graph.node("Relu", layer.output(), List.of(valueOf(layer.input()))));
    }

    private String relu6(Layer.Relu6 layer) {
        String low = graph.weights(layer.output() + ".low", new float[] {0});
        String high = graph.weights(layer.output() + ".high", new float[] {6});
        return put(layer.output(), graph.node("Clip", layer.output(), List.of(valueOf(layer.input()), low, high)));
    }

    private String maxPool(Layer.MaxPool layer) {
        return put(
                layer.output(),
                graph.node(
                        "MaxPool",
                        layer.output(),
                        List.of(valueOf(layer.input())),
                        integers("kernel_shape", layer.kernel(), layer.kernel()),
                        integers("strides", layer.stride(), layer.stride()),
                        integers("pads", pads(layer.padding()))));
    }

    private String averagePool(Layer.AveragePool layer) {
        return put(
                layer.output(),
                graph.node(
                        "AveragePool",
                        layer.output(),
                        List.of(valueOf(layer.input())),
                        integers("kernel_shape", layer.kernel(), layer.kernel()),
                        integers("strides", layer.stride(), layer.stride())));
    }

    private String add(Layer.Add layer) {
        return put(
                layer.output(),
                graph.node("Add", layer.output(), List.of(valueOf(layer.left()), valueOf(layer.right()))));
    }

    private String concat(Layer.Concat layer) {
        List<String> inputs = layer.inputs().stream().map(this::valueOf).toList();
        return put(layer.output(), graph.node("Concat", layer.output(), inputs, integer("axis", 1)));
    }

    /**
     * Average pooling and a linear head commute, so applying the head to every cell of the feature map shows exactly which cells a logit
     * came from: mean(cam) + bias = logit (Zhou et al. 2016).
     */
    private void head(String features) {
        int findings = settings.calibration().size();
        int channels = network.featureChannels();
        float[] head = tensor(network.headParameter() + ".weight").values();
        String weight = graph.weights("head.weight", head, findings, channels);
        String bias = graph.weights(
                "head.bias", tensor(network.headParameter() + ".bias").values(), findings);
        String cam = graph.weights("cam.weight", head, findings, channels, 1, 1);
        String offset = graph.weights("calibration.offset", perFinding(GraphSettings.Scaling::offset), findings);
        String temperature =
                graph.weights("calibration.temperature", perFinding(GraphSettings.Scaling::temperature), findings);
        String pooled = graph.node("GlobalAveragePool", "pooled", List.of(features)); // [N,D,1,1]
        graph.node("Flatten", EMBEDDING, List.of(pooled), integer("axis", 1)); // [N,D]
        graph.node("Gemm", LOGITS, List.of(EMBEDDING, weight, bias), integer("transB", 1)); // [N,F]
        String shifted = graph.node("Sub", "shifted", List.of(LOGITS, offset));
        String calibrated = graph.node("Div", "calibrated", List.of(shifted, temperature));
        graph.node("Sigmoid", PROBABILITIES, List.of(calibrated)); // [N,F]
        graph.node("Conv", CAM, List.of(features, cam), integers("kernel_shape", 1, 1)); // [N,F,h,w]
    }

    private float[] perFinding(ToDoubleFunction<GraphSettings.Scaling> value) {
        return floats(settings.calibration().stream().mapToDouble(value).toArray());
    }

    private String kernels(String name, float[] values, long... shape) {
        return switch (settings.weights()) {
            case FP32, INT8 -> graph.weights(name, values, shape);
            case FP16 -> graph.halfWeights(name, values, shape);
        };
    }

    private static double[] sumOverInputChannels(double[] kernels, Layer.Convolution layer) {
        if (layer.groups() != 1 || layer.inChannels() != Network.INPUT_CHANNELS) {
            throw new IllegalArgumentException("the first convolution must read " + Network.INPUT_CHANNELS
                    + " channels in one group, " + layer.parameter() + " reads " + layer.inChannels() + " in "
                    + layer.groups());
        }
        int area = layer.kernel() * layer.kernel();
        double[] summed = new double[layer.outChannels() * area]; // [out,1,k,k]
        for (int i = 0; i < kernels.length; i++) {
            summed[i / (layer.inChannels() * area) * area + i % area] += kernels[i];
        }
        return summed;
    }

    /** weight / sqrt(running variance + epsilon). */
    private double[] scale(Layer.BatchNorm norm) {
        double[] scale = doubles(norm.parameter() + ".weight");
        double[] variance = doubles(norm.parameter() + ".running_var");
        for (int i = 0; i < scale.length; i++) {
            scale[i] /= Math.sqrt(variance[i] + Layer.BatchNorm.EPSILON);
        }
        return scale;
    }

    /** bias - running mean * scale. */
    private double[] shift(Layer.BatchNorm norm, double[] scale) {
        double[] shift = doubles(norm.parameter() + ".bias");
        double[] mean = doubles(norm.parameter() + ".running_mean");
        for (int i = 0; i < shift.length; i++) {
            shift[i] -= mean[i] * scale[i];
        }
        return shift;
    }

    private String put(String value, String graphName) {
        values.put(value, graphName);
        return graphName;
    }

    private String valueOf(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(network.name() + " reads " + name + " before it is written");
        }
        return value;
    }

    private Tensor tensor(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the weights lack " + name + " of " + network.name());
        }
        return tensor;
    }

    private double[] doubles(String name) {
        Tensor tensor = tensor(name);
        double[] values = new double[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.value(i);
        }
        return values;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static long[] pads(int padding) {
        return new long[] {padding, padding, padding, padding};
    }
}
