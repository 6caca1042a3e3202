package org.mococxr.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;

/** Runs a network layer by layer in plain double loops: nothing folded, three channels, one film. The naive truth for the graph writer. */
public final class PlainLoops {
    private final Network network;
    private final Map<String, Tensor> weights;
    private final Map<String, Values> values = new HashMap<>();

    /** [C,H,W] of one film. */
    private record Values(int channels, int side, double[] data) {
        double at(int c, int y, int x) {
            return data[(c * side + y) * side + x];
        }
    }

    /** What the graph should say about the film. */
    public record Expected(double[] logits, double[] embedding, double[] cam) {}

    private PlainLoops(Network network, Map<String, Tensor> weights) {
        this.network = network;
        this.weights = weights;
    }

    /** @param film [S*S], 0..1 */
    public static Expected run(Network network, Map<String, Tensor> weights, float[] film, double mean, double std) {
        return new PlainLoops(network, weights).run(film, mean, std);
    }

    private Expected run(float[] film, double mean, double std) {
        int side = (int) Math.sqrt(film.length);
        double[] input = new double[3 * film.length];
        for (int i = 0; i < input.length; i++) {
            input[i] = (film[i % film.length] - mean) / std;
        }
        values.put(network.input(), new Values(3, side, input));
        for (Layer layer : network.layers()) {
            values.put(
                    layer.output(),
                    layer.<Values>fold(
                            this::convolution,
                            this::batchNorm,
                            this::relu,
                            this::relu6,
                            this::maxPool,
                            this::averagePool,
                            this::add,
                            this::concat));
        }
        return head(value(network.featureMap()));
    }

    private Values convolution(Layer.Convolution layer) {
        Values in = value(layer.input());
        float[] kernels = tensor(layer.parameter() + ".weight");
        int k = layer.kernel();
        int inPerGroup = layer.inChannels() / layer.groups();
        int outPerGroup = layer.outChannels() / layer.groups();
        int side = (in.side + 2 * layer.padding() - k) / layer.stride() + 1;
        double[] out = new double[layer.outChannels() * side * side];
        for (int o = 0; o < layer.outChannels(); o++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double sum = 0;
                    for (int c = 0; c < inPerGroup; c++) {
                        for (int i = 0; i < k; i++) {
                            for (int j = 0; j < k; j++) {
                                int row = y * layer.stride() + i - layer.padding();
                                int column = x * layer.stride() + j - layer.padding();
                                if (row >= 0 && column >= 0 && row < in.side && column < in.side) {
                                    sum += in.at(o / outPerGroup * inPerGroup + c, row, column)
                                            * kernels[((o * inPerGroup + c) * k + i) * k + j];
                                }
                            }
                        }
                    }
                    out[(o * side + y) * side + x] = sum;
                }
            }
        }
        return new Values(layer.outChannels(), side, out);
    }

    private Values batchNorm(Layer.BatchNorm layer) {
        Values in = value(layer.input());
        float[] weight = tensor(layer.parameter() + ".weight");
        float[] bias = tensor(layer.parameter() + ".bias");
        float[] mean = tensor(layer.parameter() + ".running_mean");
        float[] variance = tensor(layer.parameter() + ".running_var");
        double[] out = new double[in.data.length];
        for (int i = 0; i < out.length; i++) {
            int c = i / (in.side * in.side);
            out[i] = (in.data[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * weight[c] + bias[c];
        }
        return new Values(in.channels, in.side, out);
    }

    private Values relu(Layer.Relu layer) {
        Values in = value(layer.input());
        double[] out = new double[in.data.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(0, in.data[i]);
        }
        return new Values(in.channels, in.side, out);
    }

    private Values relu6(Layer.Relu6 layer) {
        Values in = value(layer.input());
        double[] out = new double[in.data.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.min(6, Math.max(0, in.data[i]));
        }
        return new Values(in.channels, in.side, out);
    }

    private Values averagePool(Layer.AveragePool layer) {
        Values in = value(layer.input());
        int side = (in.side - layer.kernel()) / layer.stride() + 1;
        double[] out = new double[in.channels * side * side];
        for (int i = 0; i < out.length; i++) {
            int top = i / side % side * layer.stride();
            int left = i % side * layer.stride();
            for (int cell = 0; cell < layer.kernel() * layer.kernel(); cell++) {
                out[i] += in.at(i / (side * side), top + cell / layer.kernel(), left + cell % layer.kernel())
                        / (layer.kernel() * layer.kernel());
            }
        }
        return new Values(in.channels, side, out);
    }

    private Values concat(Layer.Concat layer) {
        int channels = 0;
        int side = value(layer.inputs().get(0)).side;
        double[] out = new double[0];
        for (String input : layer.inputs()) {
            Values in = value(input);
            out = Arrays.copyOf(out, out.length + in.data.length);
            System.arraycopy(in.data, 0, out, out.length - in.data.length, in.data.length);
            channels += in.channels;
        }
        return new Values(channels, side, out);
    }

    private Values maxPool(Layer.MaxPool layer) {
        Values in = value(layer.input());
        int side = (in.side + 2 * layer.padding() - layer.kernel()) / layer.stride() + 1;
        double[] out = new double[in.channels * side * side];
        for (int i = 0; i < out.length; i++) {
            int c = i / (side * side);
            int top = i / side % side * layer.stride() - layer.padding();
            int left = i % side * layer.stride() - layer.padding();
            double most = Double.NEGATIVE_INFINITY;
            for (int row = Math.max(0, top); row < Math.min(in.side, top + layer.kernel()); row++) {
                for (int column = Math.max(0, left); column < Math.min(in.side, left + layer.kernel()); column++) {
                    most = Math.max(most, in.at(c, row, column));
                }
            }
            out[i] = most;
        }
        return new Values(in.channels, side, out);
    }

    private Values add(Layer.Add layer) {
        Values left = value(layer.left());
        Values right = value(layer.right());
        double[] out = new double[left.data.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = left.data[i] + right.data[i];
        }
        return new Values(left.channels, left.side, out);
    }

    private Expected head(Values features) {
        float[] weight = tensor(network.headParameter() + ".weight");
        float[] bias = tensor(network.headParameter() + ".bias");
        int cells = features.side * features.side;
        double[] embedding = new double[features.channels];
        for (int i = 0; i < features.data.length; i++) {
            embedding[i / cells] += features.data[i] / cells;
        }
        double[] logits = new double[bias.length];
        double[] cam = new double[bias.length * cells];
        for (int f = 0; f < bias.length; f++) {
            logits[f] = bias[f];
            for (int c = 0; c < features.channels; c++) {
                logits[f] += weight[f * features.channels + c] * embedding[c];
                for (int cell = 0; cell < cells; cell++) {
                    cam[f * cells + cell] += weight[f * features.channels + c] * features.data[c * cells + cell];
                }
            }
        }
        return new Expected(logits, embedding, cam);
    }

    private Values value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private float[] tensor(String name) {
        return Objects.requireNonNull(weights.get(name), name).values();
    }
}
