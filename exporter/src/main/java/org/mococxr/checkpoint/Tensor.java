package org.mococxr.checkpoint;

import java.util.Arrays;
import java.util.List;

/**
 * A named array out of a safetensors file: 32-bit floats, row-major. Owns its array.
 *
 * <p>Halves, bfloat16 and doubles become floats when read; integers are kept exactly only below 2^24 and are refused
 * beyond.
 */
public final class Tensor {
    private final List<Long> shape;
    private final float[] values;

    private Tensor(List<Long> shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * @param values owned from here on
     * @throws IllegalArgumentException if the shape does not hold exactly these values
     */
    public static Tensor of(List<Long> shape, float[] values) {
        var size = shape.stream().reduce(1L, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "shape %s holds %d values, got %d".formatted(shape, size, values.length));
        }
        return new Tensor(List.copyOf(shape), values);
    }

    public static Tensor of(float[] values, long... shape) {
        return of(Arrays.stream(shape).boxed().toList(), values);
    }

    public List<Long> shape() {
        return shape;
    }

    public int size() {
        return values.length;
    }

    public float value(int index) {
        return values[index];
    }

    /** A copy, row-major. */
    public float[] values() {
        return values.clone();
    }
}
