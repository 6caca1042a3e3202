package org.mococxr.dicom.net;

import java.io.IOException;

/** The peer broke PS3.8 or PS3.7, or went beyond a bound of ours; the association is aborted with the given reason. */
final class ProtocolViolationException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int TLS_ALERT = 21;
    private static final int TLS_HANDSHAKE = 22;

    private final int abortReason;

    private ProtocolViolationException(int abortReason, String message) {
        super(message);
        this.abortReason = abortReason;
    }

    static ProtocolViolationException invalid(String message) {
        return new ProtocolViolationException(Abort.INVALID_PARAMETER, message);
    }

    static ProtocolViolationException unexpectedPdu(int type, String expected) {
        if (type == TLS_ALERT || type == TLS_HANDSHAKE) {
            return new ProtocolViolationException(
                    Abort.UNRECOGNIZED_PDU,
                    "the peer speaks TLS here, and this side does not; one of them has to change");
        }
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
