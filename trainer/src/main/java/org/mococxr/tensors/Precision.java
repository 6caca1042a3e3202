package org.mococxr.tensors;

import java.util.Locale;

/** In what a backbone computes while it learns. Weights, batch norm, losses and optimisers are 32-bit either way, and so is all that is judged. */
public enum Precision {
    FP32,
    /** Convolutions in bfloat16: on CUDA only. On a CPU without the instructions for it a step took 16 times as long. */
    BF16;

    /** As on the command line and in a checkpoint's settings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
