package org.mococxr.inference;

/** Which processor a person asked for. */
public enum ProviderChoice {
    /** The graphics card when it works, otherwise the CPU with the reason why. */
    AUTO,
    CPU,
    /** As {@link #AUTO}; the report shows that the card was asked for. */
    CUDA
}
