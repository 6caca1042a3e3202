package org.mococxr.modelpackage;

import org.jspecify.annotations.Nullable;

/** A model package cannot be used; the message says what was attempted, found and expected, and that it was not loaded. */
public final class ModelPackageUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ModelPackageUnreadableException(String packageName, String found, @Nullable Throwable cause) {
        super("cannot use the model package " + packageName + ": " + found + ". It was not loaded.", cause);
    }
}
