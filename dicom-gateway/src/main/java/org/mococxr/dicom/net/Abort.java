package org.mococxr.dicom.net;

/**
 * A-ABORT, PS3.8 section 9.3.8. What this side aborts, it aborts as the service provider (source 2), which is the source
 * that may give a reason.
 */
record Abort(int source, int reason) {
    static final int SERVICE_PROVIDER = 2;

    static final int NOT_SPECIFIED = 0;
    static final int UNRECOGNIZED_PDU = 1;
    static final int UNEXPECTED_PDU = 2;
    static final int INVALID_PARAMETER = 6;

    static Abort because(int reason) {
        return new Abort(SERVICE_PROVIDER, reason);
    }

    byte[] encode() {
        return new byte[] {0, 0, (byte) source, (byte) reason};
    }

    static Abort decode(byte[] body) {
        return body.length < 4 ? because(NOT_SPECIFIED) : new Abort(body[2] & 0xff, body[3] & 0xff);
    }

    String sentence() {
        return source == SERVICE_PROVIDER
                ? "the peer's DICOM layer aborted the association (reason " + reason + ")"
                : "the peer aborted the association";
    }
}
