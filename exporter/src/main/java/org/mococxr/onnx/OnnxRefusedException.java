package org.mococxr.onnx;

/** A model file is no graph of ours; the message says what was found and what is allowed. */
public final class OnnxRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    OnnxRefusedException(String message) {
        super(message);
    }

    OnnxRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
