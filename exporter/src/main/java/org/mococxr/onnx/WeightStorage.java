package org.mococxr.onnx;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How convolution weights lie in the file. The arithmetic is 32-bit either way: halves are widened when a graph is loaded. */
public enum WeightStorage {
    @JsonProperty("fp32")
    FP32,
    /** Half the size; rounding moves logits by about a thousandth. */
    @JsonProperty("fp16")
    FP16
}
