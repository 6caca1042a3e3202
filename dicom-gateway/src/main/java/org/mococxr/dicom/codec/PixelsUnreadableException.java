package org.mococxr.dicom.codec;

/** A pixel stream that is damaged or disagrees with its data set; the message says what was found and what was expected. */
public final class PixelsUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PixelsUnreadableException(String message) {
        super(message);
    }

    PixelsUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
