package org.mococxr.dicom.net;

import java.io.IOException;

/** The TLS handshake failed: no common protocol, or a certificate one side does not accept. */
final class TlsRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    TlsRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
