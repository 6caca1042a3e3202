package org.mococxr.tensors;

import java.util.List;
import org.mococxr.network.Layer;
import org.mococxr.network.Network;

/** Networks a few channels wide. */
public final class TinyNetwork {
    private TinyNetwork() {}

    /** A small residual network. */
    public static Network network() {
        return new Network(
                "tiny",
                "films",
                List.of(
                        new Layer.Convolution("conv1", "films", "a", 3, 4, 3, 2, 1, 1),
                        new Layer.BatchNorm("bn1", "a", "b", 4),
                        new Layer.Relu("b", "c"),
                        new Layer.MaxPool("c", "d", 3, 2, 1),
                        new Layer.Convolution("conv2", "d", "e", 4, 4, 3, 1, 1, 2),
                        new Layer.BatchNorm("bn2", "e", "f", 4),
                        new Layer.Add("f", "d", "g"),
                        new Layer.Relu("g", "h")),
                "h",
                4,
                4,
                "fc");
    }

    /** Every kind of layer once or twice, ending like {@link #network()}: 4 channels, 4 pixels a cell. */
    static Network everyLayer() {
        return new Network(
                "tiny of every layer",
                "films",
                List.of(
                        new Layer.Convolution("conv1", "films", "a", 3, 4, 3, 1, 1, 1),
                        new Layer.BatchNorm("bn1", "a", "b", 4),
                        new Layer.Relu6("b", "c"),
                        new Layer.AveragePool("c", "pooled", 2, 2),
                        new Layer.MaxPool("pooled", "d", 3, 2, 1),
                        new Layer.Convolution("conv2", "d", "e", 4, 4, 3, 1, 1, 2),
                        new Layer.BatchNorm("bn2", "e", "f", 4),
                        new Layer.Add("f", "d", "g"),
                        new Layer.Concat(List.of("d", "g"), "joined"),
                        new Layer.Convolution("conv3", "joined", "last", 8, 4, 3, 1, 1, 4),
                        new Layer.Relu("last", "h")),
                "h",
                4,
                4,
                "fc");
    }
}
