package org.mococxr.appliance.modelstore;

/** No installed model has this name. */
public final class ModelUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelUnknownException(String message) {
        super(message);
    }
}
