package org.mococxr.dicom.net;

/** A-ASSOCIATE-RJ: the peer does not want this association, PS3.8 section 9.3.4. */
record AssociateReject(int result, int source, int reason) {
    static final AssociateReject CALLING_AE_TITLE_NOT_RECOGNIZED = new AssociateReject(1, 1, 3);
    static final AssociateReject CALLED_AE_TITLE_NOT_RECOGNIZED = new AssociateReject(1, 1, 7);
    static final AssociateReject APPLICATION_CONTEXT_NOT_SUPPORTED = new AssociateReject(1, 1, 2);
    static final AssociateReject PROTOCOL_VERSION_NOT_SUPPORTED = new AssociateReject(1, 2, 2);
    static final AssociateReject LOCAL_LIMIT_EXCEEDED = new AssociateReject(2, 3, 2);

    byte[] encode() {
        return new byte[] {0, (byte) result, (byte) source, (byte) reason};
    }

    static AssociateReject decode(byte[] body) throws ProtocolViolationException {
        if (body.length < 4) {
            throw ProtocolViolationException.invalid("A-ASSOCIATE-RJ of " + body.length + " bytes, expected 4");
        }
        return new AssociateReject(body[1] & 0xff, body[2] & 0xff, body[3] & 0xff);
    }

    /** Result 2 is "rejected transient": the same request may succeed later. */
    boolean isTransient() {
        return result == 2;
    }

    String sentence() {
        var why = switch (source * 10 + reason) {
            case 11 -> "no reason given";
            case 12 -> "it does not support the DICOM application context";
            case 13 -> "it does not know the calling AE title; register this box at the peer";
            case 17 -> "it does not know the called AE title; check the AE title configured for the peer";
            case 22 -> "it does not support this protocol version";
            case 31 -> "it is congested for the moment";
            case 32 -> "its limit of associations is reached for the moment";
            default -> "result " + result + ", source " + source + ", reason " + reason;
        };
        return "the peer rejected the association: " + why;
    }
}
