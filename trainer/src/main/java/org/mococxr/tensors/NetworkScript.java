package org.mococxr.tensors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;
import org.mococxr.network.Parameter;

/**
 * Writes TorchScript text for one backbone: {@code features_train} and {@code features_eval}, straight-line, layer by layer.
 *
 * <p>Both take normalised grey films float32 [N,1,S,S] and two lists of tensors, P the learned ones and B the running statistics, in
 * the order of {@link Network#parameters()}, and return the feature map [N,D,h,w]. Training and evaluation are two methods rather than
 * a flag because DJL loses track of such a flag.
 *
 * <p>A film is grey and would be repeated for the network's three channels. Convolving three equal channels is convolving one with the
 * kernel's sum, so the first convolution sums its kernel instead: the same function and the same gradients with a third of the work
 * in the most expensive layer.
 */
final class NetworkScript {
    private static final String SIGNATURE =
            "  def %s(self: __torch__.Script, x: Tensor, P: List[Tensor], B: List[Tensor]) -> Tensor:\n";

    private final Network network;
    private final Map<String, Integer> learned = new HashMap<>();
    private final Map<String, Integer> statistics = new HashMap<>();
    private final Map<String, Layer> writers = new HashMap<>();
    private final Map<String, Integer> readers = new HashMap<>();

    private NetworkScript(Network network) {
        this.network = network;
        for (var parameter : network.parameters()) {
            index(parameter);
        }
        for (var layer : network.layers()) {
            writers.put(layer.output(), layer);
            layer.inputs().forEach(read -> readers.merge(read, 1, Integer::sum));
        }
        readers.merge(network.featureMap(), 1, Integer::sum);
    }

    private void index(Parameter parameter) {
        var into = parameter.role().learned() ? learned : statistics;
        into.put(parameter.name(), into.size());
    }

    /** Both methods, ready to stand in a class body. */
    static String of(Network network) {
        var script = new NetworkScript(network);
        return script.method("features_train", true) + script.method("features_eval", false);
    }

    private String method(String name, boolean train) {
        var values = new HashMap<String, String>();
        values.put(network.input(), "x");
        var lines = new ArrayList<String>();
        var stem = stem();
        for (var layer : network.layers()) {
            var variable = "v" + values.size();
            lines.add(variable + " = " + expression(layer, values, train));
            values.put(layer.output(), variable);
            if (layer.output().equals(stem)) {
                lines.add("%s = torch.contiguous(%s, memory_format=2)".formatted(variable, variable));
            }
        }
        lines.add("return " + values.get(network.featureMap()));
        return SIGNATURE.formatted(name) + "    " + String.join("\n    ", lines) + "\n";
    }

    /**
     * The value behind which channels are interleaved, which libtorch convolves faster: the first pooled one, or the first activation
     * where nothing is pooled. The layer before has one channel in and nothing to interleave.
     */
    private String stem() {
        return network.layers().stream()
                .filter(layer -> layer instanceof Layer.MaxPool)
                .findFirst()
                .or(() -> network.layers().stream()
                        .filter(layer -> layer instanceof Layer.Relu || layer instanceof Layer.Relu6)
                        .findFirst())
                .map(Layer::output)
                .orElse("");
    }

    private String expression(Layer layer, Map<String, String> values, boolean train) {
        return layer.fold(
                convolution -> convolution(convolution, values),
                norm -> norm(norm, values, train),
                relu -> "torch.relu%s(%s)".formatted(inPlace(relu.input()), values.get(relu.input())),
                relu6 -> "torch.hardtanh%s(%s, 0., 6.)".formatted(inPlace(relu6.input()), values.get(relu6.input())),
                pool -> "torch.max_pool2d(%s, [%d, %d], [%d, %d], [%d, %d], [1, 1], False)"
                        .formatted(
                                values.get(pool.input()),
                                pool.kernel(),
                                pool.kernel(),
                                pool.stride(),
                                pool.stride(),
                                pool.padding(),
                                pool.padding()),
                pool -> "torch.avg_pool2d(%s, [%d, %d], [%d, %d], [0, 0], False, True, None)"
                        .formatted(
                                values.get(pool.input()), pool.kernel(), pool.kernel(), pool.stride(), pool.stride()),
                add -> "torch.add%s(%s, %s)"
                        .formatted(inPlace(add.left()), values.get(add.left()), values.get(add.right())),
                concat -> "torch.cat([%s], 1)"
                        .formatted(concat.inputs().stream().map(values::get).collect(Collectors.joining(", "))));
    }

    private String convolution(Layer.Convolution layer, Map<String, String> values) {
        var kernel = learned(layer.parameter() + ".weight");
        if (layer.input().equals(network.input())) {
            if (layer.groups() != 1) {
                throw new IllegalArgumentException(
                        network.name() + ": the first convolution reads one grey channel and cannot have groups");
            }
            kernel = "torch.sum(%s, [1], True)".formatted(kernel); // [out,1,k,k]
        }
        return "torch.conv2d(%s, %s, None, [%d, %d], [%d, %d], [1, 1], %d)"
                .formatted(
                        values.get(layer.input()),
                        kernel,
                        layer.stride(),
                        layer.stride(),
                        layer.padding(),
                        layer.padding(),
                        layer.groups());
    }

    private String norm(Layer.BatchNorm layer, Map<String, String> values, boolean train) {
        return "torch.batch_norm(%s, %s, %s, %s, %s, %s, 0.1, 1e-05, True)"
                .formatted(
                        values.get(layer.input()),
                        learned(layer.parameter() + ".weight"),
                        learned(layer.parameter() + ".bias"),
                        statistic(layer.parameter() + ".running_mean"),
                        statistic(layer.parameter() + ".running_var"),
                        train ? "True" : "False");
    }

    private String learned(String name) {
        return "P[" + learned.get(name) + "]";
    }

    private String statistic(String name) {
        return "B[" + statistics.get(name) + "]";
    }

    /** A value may be overwritten if nobody else reads it and the backward pass of its writer does not need it. */
    private String inPlace(String value) {
        var writer = writers.get(value);
        var unneeded =
                writer instanceof Layer.Convolution || writer instanceof Layer.BatchNorm || writer instanceof Layer.Add;
        return unneeded && readers.getOrDefault(value, 0) == 1 ? "_" : "";
    }
}
