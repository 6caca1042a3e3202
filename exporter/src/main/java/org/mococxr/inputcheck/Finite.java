package org.mococxr.inputcheck;

import java.util.Arrays;
import org.mococxr.checkpoint.Tensor;

/** Tensors that are what they should be. */
final class Finite {
    private Finite() {}

    static void require(String what, Tensor tensor, long... shape) {
        if (!tensor.shape().equals(Arrays.stream(shape).boxed().toList())) {
            throw new IllegalArgumentException(
                    "%s have the shape %s, expected %s".formatted(what, tensor.shape(), Arrays.toString(shape)));
        }
        for (var i = 0; i < tensor.size(); i++) {
            if (!Float.isFinite(tensor.value(i))) {
                throw new IllegalArgumentException("%s hold %s at %d".formatted(what, tensor.value(i), i));
            }
        }
    }
}
