package org.mococxr.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;
import org.mococxr.network.Parameter;

/** Networks a few layers small, and seeded weights for any network. */
public final class TinyNetworks {
    private TinyNetworks() {}

    /** Every kind of layer, with the shapes that go wrong: a norm that cannot fold, groups, stride without padding, odd kernels. */
    public static Network everyLayer() {
        return new Network(
                "tiny",
                "films",
                List.of(
                        new Layer.Convolution("stem", "films", "a", 3, 6, 5, 2, 2, 1),
                        new Layer.BatchNorm("norm1", "a", "b", 6), // folds
                        new Layer.Relu("b", "c"),
                        new Layer.MaxPool("c", "d", 3, 2, 1),
                        new Layer.Convolution("split", "d", "e", 6, 4, 3, 1, 1, 2),
                        new Layer.BatchNorm("norm2", "e", "f", 4), // cannot fold: "e" is read again below
                        new Layer.Convolution("point", "e", "g", 4, 4, 1, 1, 0, 1),
                        new Layer.Relu6("g", "bounded"),
                        new Layer.Add("f", "bounded", "h"),
                        new Layer.BatchNorm("norm3", "h", "i", 4), // cannot fold: follows no convolution
                        new Layer.Relu("i", "j"),
                        new Layer.Concat(List.of("j", "d", "h"), "k"), // [N,14,9,9]
                        new Layer.AveragePool("k", "l", 2, 1), // windows overlap
                        new Layer.Convolution("own", "l", "m", 14, 28, 3, 1, 1, 14), // depthwise, two kernels each
                        new Layer.Convolution("last", "m", "n", 28, 8, 3, 2, 0, 1)), // [N,8,3,3]
                "n",
                8,
                8,
                "fc");
    }

    public static Map<String, Tensor> weights(Network network, int findings, long seed) {
        var random = new Random(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : network.parametersWithHead(findings)) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            for (int i = 0; i < values.length; i++) {
                double gauss = random.nextGaussian();
                values[i] = (float) (parameter.role() == Parameter.Role.RUNNING_VARIANCE ? Math.exp(gauss) : gauss / 2);
            }
            weights.put(parameter.name(), Tensor.of(parameter.shape(), values));
        }
        return weights;
    }

    public static GraphSettings settings(int size, List<Double> temperatures, WeightStorage storage) {
        return new GraphSettings(
                size,
                0.47,
                0.26,
                temperatures.stream().map(t -> new GraphSettings.Scaling(0, t)).toList(),
                storage,
                Map.of("mococxr.model", "test"));
    }
}
