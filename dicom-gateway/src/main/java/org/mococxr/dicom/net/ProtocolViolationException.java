package org.mococxr.dicom.net;

import java.io.IOException;

/** The peer broke PS3.8 or PS3.7, or went beyond a bound of ours; the association is aborted with the given reason. */
final class ProtocolViolationException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int abortReason;

    private ProtocolViolationException(int abortReason, String message) {
        super(message);
        this.abortReason = abortReason;
    }

    static ProtocolViolationException invalid(String message) {
        return new ProtocolViolationException(Abort.INVALID_PARAMETER, message);
    }

    static ProtocolViolationException unexpectedPdu(int type, String expected) {
        return PduType.known(type)
                ? new ProtocolViolationException(
                        Abort.UNEXPECTED_PDU, "PDU type " + type + " where " + expected + " was expected")
                : new ProtocolViolationException(
                        Abort.UNRECOGNIZED_PDU, "byte " + type + " is no PDU type; " + expected + " was expected");
    }

    static ProtocolViolationException beyondLimit(String message) {
        return new ProtocolViolationException(Abort.NOT_SPECIFIED, message);
    }

    int abortReason() {
        return abortReason;
    }
}
