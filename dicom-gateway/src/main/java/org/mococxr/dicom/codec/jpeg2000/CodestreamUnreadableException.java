package org.mococxr.dicom.codec.jpeg2000;

/** A codestream that is damaged, incomplete or beyond what is decoded here; the message says what was found. */
public final class CodestreamUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CodestreamUnreadableException(String message) {
        super(message);
    }

    CodestreamUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
