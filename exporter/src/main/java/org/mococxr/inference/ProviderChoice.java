package org.mococxr.inference;

import java.util.List;
import java.util.Optional;

/** Which processor a person asked for. */
public enum ProviderChoice {
    /** The best that works: TensorRT, else CUDA, else the CPU; the report says why the better ones were not taken. */
    AUTO(Accelerator.TENSORRT, Accelerator.CUDA),
    CPU(),
    /** CUDA when it works, otherwise the CPU with the reason why. */
    CUDA(Accelerator.CUDA),
    /** As {@link #AUTO}; the report shows that TensorRT was asked for. */
    TENSORRT(Accelerator.TENSORRT, Accelerator.CUDA);

    private final List<Accelerator> tried;

    ProviderChoice(Accelerator... tried) {
        this.tried = List.of(tried);
    }

    /** What is tried before the CPU, in this order. */
    List<Accelerator> tried() {
        return tried;
    }

    /**
     * What to ask for after this provider gave wrong scores.
     *
     * @param effective as {@link ProviderReport#effective} said
     * @return empty after the CPU, behind which there is nothing
     */
    public static Optional<ProviderChoice> after(String effective) {
        if (effective.contains(Accelerator.TENSORRT.shortName())) {
            return Optional.of(CUDA);
        }
        return effective.contains(Accelerator.CUDA.shortName()) ? Optional.of(CPU) : Optional.empty();
    }
}
