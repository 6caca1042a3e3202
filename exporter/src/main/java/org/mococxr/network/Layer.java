package org.mococxr.network;

import java.util.List;
import java.util.function.Function;

/**
 * One step of a network: reads named values [N,C,H,W], writes one named value.
 *
 * <p>The names are the network's own; {@code parameter} is torchvision's prefix of the step's tensors.
 */
public sealed interface Layer {
    /** Name of the value that this step writes. */
    String output();

    /** Names of the values that this step reads, in order. */
    List<String> inputs();

    /** The tensors that this step owns, in torchvision's order. */
    List<Parameter> parameters();

    /** Square convolution without bias; weight {@code <parameter>.weight} [out, in / groups, kernel, kernel]. */
    record Convolution(
            String parameter,
            String input,
            String output,
            int inChannels,
            int outChannels,
            int kernel,
            int stride,
            int padding,
            int groups)
            implements Layer {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(new Parameter(
                    parameter + ".weight",
                    List.of((long) outChannels, (long) inChannels / groups, (long) kernel, (long) kernel),
                    Parameter.Role.CONVOLUTION_WEIGHT));
        }
    }

    /** Batch normalisation over [N,H,W] per channel, eps 1e-5, momentum 0.1 (torch's). */
    record BatchNorm(String parameter, String input, String output, int channels) implements Layer {
        public static final float EPSILON = 1e-5f;

        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public List<Parameter> parameters() {
            var shape = List.of((long) channels);
            return List.of(
                    new Parameter(parameter + ".weight", shape, Parameter.Role.NORM_WEIGHT),
                    new Parameter(parameter + ".bias", shape, Parameter.Role.NORM_BIAS),
                    new Parameter(parameter + ".running_mean", shape, Parameter.Role.RUNNING_MEAN),
                    new Parameter(parameter + ".running_var", shape, Parameter.Role.RUNNING_VARIANCE));
        }
    }

    /** max(0, x). */
    record Relu(String input, String output) implements Layer {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }
    }

    /** min(6, max(0, x)). */
    record Relu6(String input, String output) implements Layer {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }
    }

    /** Square maximum pooling; padding never wins. */
    record MaxPool(String input, String output, int kernel, int stride, int padding) implements Layer {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }
    }

    /** Square average pooling without padding. */
    record AveragePool(String input, String output, int kernel, int stride) implements Layer {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }
    }

    /** Sum of two values of one shape. */
    record Add(String left, String right, String output) implements Layer {
        @Override
        public List<String> inputs() {
            return List.of(left, right);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }
    }

    /** The channels of several values of one side, one behind the other. */
    record Concat(List<String> inputs, String output) implements Layer {
        public Concat {
            inputs = List.copyOf(inputs);
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException(output + " joins nothing");
            }
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }
    }

    /** The cases of this interface, one by one: a new kind of layer stops compiling wherever it is forgotten. */
    default <T> T fold(
            Function<Convolution, T> convolution,
            Function<BatchNorm, T> batchNorm,
            Function<Relu, T> relu,
            Function<Relu6, T> relu6,
            Function<MaxPool, T> maxPool,
            Function<AveragePool, T> averagePool,
            Function<Add, T> add,
            Function<Concat, T> concat) {
        if (this instanceof Convolution layer) {
            return convolution.apply(layer);
        }
        if (this instanceof BatchNorm layer) {
            return batchNorm.apply(layer);
        }
        if (this instanceof Relu layer) {
            return relu.apply(layer);
        }
        if (this instanceof Relu6 layer) {
            return relu6.apply(layer);
        }
        if (this instanceof MaxPool layer) {
            return maxPool.apply(layer);
        }
        if (this instanceof AveragePool layer) {
            return averagePool.apply(layer);
        }
        if (this instanceof Add layer) {
            return add.apply(layer);
        }
        return concat.apply((Concat) this);
    }
}
