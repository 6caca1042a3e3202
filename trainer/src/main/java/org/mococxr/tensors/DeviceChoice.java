package org.mococxr.tensors;

/** Where a run is asked to compute. */
public enum DeviceChoice {
    /** A GPU where libtorch and the machine have one, else the CPU. */
    AUTO,
    CPU,
    /** A GPU, or a refusal in words. */
    CUDA
}
