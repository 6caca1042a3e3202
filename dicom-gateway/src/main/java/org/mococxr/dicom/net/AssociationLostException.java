package org.mococxr.dicom.net;

import java.io.IOException;

/** The connection ended before the message did: the peer closed it, aborted, or was cut for being too slow. */
public final class AssociationLostException extends IOException {
    private static final long serialVersionUID = 1L;

    AssociationLostException(String message) {
        super(message);
    }

    AssociationLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
