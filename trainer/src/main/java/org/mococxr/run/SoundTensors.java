package org.mococxr.run;

import java.util.Map;
import org.mococxr.checkpoint.Tensor;

/** Looks at tensors before they replace a good checkpoint: one step can spoil them while the loss before it was still a number. */
public final class SoundTensors {
    private SoundTensors() {}

    /**
     * @param step that was done last
     * @throws RunRefusedException naming the tensor that holds no finite number
     */
    public static void require(Map<String, Tensor> tensors, long step) {
        tensors.forEach((name, tensor) -> {
            for (var i = 0; i < tensor.size(); i++) {
                if (!Float.isFinite(tensor.value(i))) {
                    throw new RunRefusedException(
                            "%s holds %s after step %d: learning has diverged. Nothing was saved over the last checkpoint; start anew with a lower --learning-rate, larger batches or larger films."
                                    .formatted(name, tensor.value(i), step));
                }
            }
        });
    }
}
