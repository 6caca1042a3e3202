package org.mococxr.dicom.net;

/** A file that was to be sent is missing or is no DICOM file. */
public final class DicomFileUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DicomFileUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
