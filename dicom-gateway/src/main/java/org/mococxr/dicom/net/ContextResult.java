package org.mococxr.dicom.net;

import org.mococxr.dicom.TransferSyntax;

/** The acceptor's answer to one proposed context, PS3.8 section 9.3.3.2. */
record ContextResult(int id, int result, String transferSyntax) {
    static final int ACCEPTANCE = 0;
    static final int USER_REJECTION = 1;
    static final int NO_REASON = 2;
    static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
    static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

    static ContextResult accepted(int id, String transferSyntax) {
        return new ContextResult(id, ACCEPTANCE, transferSyntax);
    }

    /** The transfer syntax of a refused context is present but not significant. */
    static ContextResult refused(int id, int result) {
        return new ContextResult(id, result, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
    }

    boolean isAccepted() {
        return result == ACCEPTANCE;
    }

    static String sentence(int result) {
        return switch (result) {
            case ACCEPTANCE -> "accepted";
            case USER_REJECTION -> "rejected by the peer's application";
            case ABSTRACT_SYNTAX_NOT_SUPPORTED -> "the peer does not take this kind of object";
            case TRANSFER_SYNTAXES_NOT_SUPPORTED ->
                "the peer takes this kind of object, but in none of the offered encodings";
            default -> "rejected without a reason";
        };
    }
}
