package org.mococxr.appliance.delivery;

/** No report can be made for a film, now or later. */
public final class ReportNotPossibleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReportNotPossibleException(String message) {
        super(message);
    }
}
