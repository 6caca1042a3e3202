package org.mococxr.tensors;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;

/** A network in evaluation mode by the definitions, in loops over doubles; one grey film repeated for its three channels. */
final class PlainNetwork {
    private record Value(int channels, int side, double[] cells) {
        double at(int c, int y, int x, double outside) {
            return y < 0 || x < 0 || y >= side || x >= side ? outside : cells[(c * side + y) * side + x];
        }
    }

    private PlainNetwork() {}

    /** @return the feature map, row-major [D,h,w] */
    static float[] features(Network network, Map<String, Tensor> tensors, float[] film, int side) {
        var input = new double[3 * film.length];
        for (var i = 0; i < input.length; i++) {
            input[i] = film[i % film.length];
        }
        var values = new HashMap<String, Value>();
        values.put(network.input(), new Value(3, side, input));
        for (var layer : network.layers()) {
            var x = value(values, layer.inputs().get(0));
            values.put(
                    layer.output(),
                    layer.fold(
                            c -> convolution(c, x, tensor(tensors, c.parameter() + ".weight")),
                            n -> norm(n, x, tensors),
                            r -> map(x, v -> Math.max(0, v)),
                            r -> map(x, v -> Math.min(6, Math.max(0, v))),
                            p -> maximum(p, x),
                            p -> average(p, x),
                            a -> sum(x, value(values, a.right())),
                            c -> joined(c.inputs().stream()
                                    .map(name -> value(values, name))
                                    .toList())));
        }
        var map = value(values, network.featureMap()).cells();
        var narrow = new float[map.length];
        for (var i = 0; i < map.length; i++) {
            narrow[i] = (float) map[i];
        }
        return narrow;
    }

    private static Value convolution(Layer.Convolution c, Value x, Tensor weight) {
        var side = (x.side() + 2 * c.padding() - c.kernel()) / c.stride() + 1;
        var out = new Value(c.outChannels(), side, new double[c.outChannels() * side * side]);
        var perGroup = c.inChannels() / c.groups();
        for (var o = 0; o < c.outChannels(); o++) {
            var firstChannel = o / (c.outChannels() / c.groups()) * perGroup;
            for (var y = 0; y < side; y++) {
                for (var z = 0; z < side; z++) {
                    var sum = 0.0;
                    for (var i = 0; i < perGroup; i++) {
                        for (var ky = 0; ky < c.kernel(); ky++) {
                            for (var kx = 0; kx < c.kernel(); kx++) {
                                var w = weight.value(((o * perGroup + i) * c.kernel() + ky) * c.kernel() + kx);
                                var row = y * c.stride() + ky - c.padding();
                                var column = z * c.stride() + kx - c.padding();
                                sum += w * x.at(firstChannel + i, row, column, 0);
                            }
                        }
                    }
                    out.cells()[(o * side + y) * side + z] = sum;
                }
            }
        }
        return out;
    }

    private static Value norm(Layer.BatchNorm n, Value x, Map<String, Tensor> tensors) {
        var weight = tensor(tensors, n.parameter() + ".weight");
        var bias = tensor(tensors, n.parameter() + ".bias");
        var mean = tensor(tensors, n.parameter() + ".running_mean");
        var variance = tensor(tensors, n.parameter() + ".running_var");
        var cells = new double[x.cells().length];
        for (var i = 0; i < cells.length; i++) {
            var c = i / (x.side() * x.side());
            cells[i] = (x.cells()[i] - mean.value(c)) / Math.sqrt(variance.value(c) + 1e-5) * weight.value(c)
                    + bias.value(c);
        }
        return new Value(x.channels(), x.side(), cells);
    }

    private static Value maximum(Layer.MaxPool p, Value x) {
        var side = (x.side() + 2 * p.padding() - p.kernel()) / p.stride() + 1;
        var out = new Value(x.channels(), side, new double[x.channels() * side * side]);
        for (var i = 0; i < out.cells().length; i++) {
            var best = Double.NEGATIVE_INFINITY;
            for (var k = 0; k < p.kernel() * p.kernel(); k++) {
                var row = i / side % side * p.stride() + k / p.kernel() - p.padding();
                var column = i % side * p.stride() + k % p.kernel() - p.padding();
                best = Math.max(best, x.at(i / (side * side), row, column, Double.NEGATIVE_INFINITY));
            }
            out.cells()[i] = best;
        }
        return out;
    }

    private static Value average(Layer.AveragePool p, Value x) {
        var side = (x.side() - p.kernel()) / p.stride() + 1;
        var area = p.kernel() * p.kernel();
        var out = new Value(x.channels(), side, new double[x.channels() * side * side]);
        for (var i = 0; i < out.cells().length; i++) {
            for (var k = 0; k < area; k++) {
                var row = i / side % side * p.stride() + k / p.kernel();
                var column = i % side * p.stride() + k % p.kernel();
                out.cells()[i] += x.at(i / (side * side), row, column, Double.NaN) / area;
            }
        }
        return out;
    }

    private static Value joined(List<Value> parts) {
        var cells = parts.stream()
                .flatMapToDouble(part -> Arrays.stream(part.cells()))
                .toArray();
        return new Value(
                parts.stream().mapToInt(Value::channels).sum(), parts.get(0).side(), cells);
    }

    private static Value sum(Value left, Value right) {
        var cells = left.cells().clone();
        for (var i = 0; i < cells.length; i++) {
            cells[i] += right.cells()[i];
        }
        return new Value(left.channels(), left.side(), cells);
    }

    private static Value map(Value x, DoubleUnaryOperator each) {
        var cells = new double[x.cells().length];
        for (var i = 0; i < cells.length; i++) {
            cells[i] = each.applyAsDouble(x.cells()[i]);
        }
        return new Value(x.channels(), x.side(), cells);
    }

    private static Value value(Map<String, Value> values, String name) {
        var value = values.get(name);
        if (value == null) {
            throw new AssertionError("no value " + name);
        }
        return value;
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        return NetworkMathTest.requireTensor(tensors, name);
    }
}
