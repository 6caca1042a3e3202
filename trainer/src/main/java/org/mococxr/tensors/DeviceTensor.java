package org.mococxr.tensors;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import java.util.List;
import org.mococxr.checkpoint.Tensor;

/**
 * An array on the device. Made inside a {@link StepScope} it is freed with that scope; made outside it lives until {@link #close}, or
 * until its engine closes.
 */
public final class DeviceTensor implements AutoCloseable {
    private final PtNDArray array;

    DeviceTensor(PtNDArray array) {
        this.array = array;
    }

    PtNDArray array() {
        return array;
    }

    public List<Long> shape() {
        return Arrays.stream(array.getShape().getShape()).boxed().toList();
    }

    /** The values of a float32 array, row-major; waits for the device. */
    public float[] toFloats() {
        return array.toFloatArray();
    }

    /** The values of an int64 array, row-major; waits for the device. */
    public long[] toLongs() {
        return array.toLongArray();
    }

    /** A copy on this side of the bus; float32 only. */
    public Tensor toTensor() {
        return Tensor.of(shape(), toFloats());
    }

    @Override
    public void close() {
        array.close();
    }
}
