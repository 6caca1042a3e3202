package org.mococxr.appliance.screening;

/** A choice of operating points does not fit the model; the message says why and nothing was changed. */
public final class CutOffRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutOffRefusedException(String message) {
        super(message);
    }
}
