package org.mococxr.network;

import java.util.List;

/**
 * One tensor of a network.
 *
 * @param name torchvision's name, such as {@code layer1.0.conv1.weight}
 * @param shape its dimensions; convolutions are [out, in, height, width]
 * @param role what it is, which decides how it starts and how it learns
 */
public record Parameter(String name, List<Long> shape, Role role) {
    /** What a tensor is for. Running statistics are kept, not learned. */
    public enum Role {
        CONVOLUTION_WEIGHT,
        NORM_WEIGHT,
        NORM_BIAS,
        RUNNING_MEAN,
        RUNNING_VARIANCE,
        LINEAR_WEIGHT,
        LINEAR_BIAS;

        public boolean learned() {
            return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
        }
    }

    public Parameter {
        shape = List.copyOf(shape);
        if (name.isBlank() || shape.stream().anyMatch(d -> d < 1)) {
            throw new IllegalArgumentException("a tensor has a name and positive dimensions: " + name + " " + shape);
        }
    }

    /** Number of values. */
    public long size() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    public int[] dimensions() {
        return shape.stream().mapToInt(Math::toIntExact).toArray();
    }
}
