package org.mococxr.onnx;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How convolution weights lie in the file, and so how convolutions are computed. */
public enum WeightStorage {
    @JsonProperty("fp32")
    FP32("32 bits"),
    /** Half the size; rounding moves logits by about a thousandth. The arithmetic is 32-bit: halves are widened when a graph is loaded. */
    @JsonProperty("fp16")
    FP16("stored in 16 bits, computed in 32"),
    /** A quarter of the size and 8-bit arithmetic; another model in effect, which needs figures of its own. */
    @JsonProperty("int8")
    INT8("8 bits, computed in 8");

    private final String words;

    WeightStorage(String words) {
        this.words = words;
    }

    public String inWords() {
        return words;
    }
}
