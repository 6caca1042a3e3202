package org.mococxr.tensors;

import ai.djl.ndarray.NDScope;

/** Frees, when it closes, every array that its thread made since it opened, whatever it was made from. */
public final class StepScope implements AutoCloseable {
    private final NDScope arrays = new NDScope();

    StepScope() {
        arrays.suppressNotUsedWarning();
    }

    @Override
    public void close() {
        arrays.close();
    }
}
