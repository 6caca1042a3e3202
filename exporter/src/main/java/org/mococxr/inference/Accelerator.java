package org.mococxr.inference;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;

/** Providers that run a model on a graphics card, and how each is set up. */
enum Accelerator {
    /** Builds its own program for the card, which takes minutes at the first start; what it cannot run, CUDA does. */
    TENSORRT("TensorRT", "Tensorrt", OrtProvider.TENSOR_RT) {
        @Override
        void addTo(OrtSession.SessionOptions options) throws OrtException {
            try (var tensorRt = new OrtTensorRTProviderOptions(0)) {
                tensorRt.add("trt_fp16_enable", "0"); // 32-bit results that agree with the CPU
                options.addTensorrt(tensorRt);
            }
            CUDA.addTo(options);
        }
    },
    CUDA("CUDA", "CUDA", OrtProvider.CUDA) {
        @Override
        void addTo(OrtSession.SessionOptions options) throws OrtException {
            try (var cuda = new OrtCUDAProviderOptions(0)) {
                cuda.add("use_tf32", "0"); // 32-bit results that agree with the CPU
                cuda.add(
                        "cudnn_conv_algo_search", "HEURISTIC"); // EXHAUSTIVE costs 0.6 s per new shape and is no faster
                cuda.add("arena_extend_strategy", "kSameAsRequested");
                options.addCUDA(cuda);
            }
        }
    };

    private final String words;
    private final String shortName;
    private final OrtProvider provider;

    Accelerator(String words, String shortName, OrtProvider provider) {
        this.words = words;
        this.shortName = shortName;
        this.provider = provider;
    }

    abstract void addTo(OrtSession.SessionOptions options) throws OrtException;

    /** For people. */
    String words() {
        return words;
    }

    /** As the runtime's profile calls it, without its ending. */
    String shortName() {
        return shortName;
    }

    OrtProvider provider() {
        return provider;
    }
}
