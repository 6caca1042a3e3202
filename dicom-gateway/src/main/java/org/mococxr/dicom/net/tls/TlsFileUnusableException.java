package org.mococxr.dicom.net.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file with keys or certificates cannot be used; the message names it and says what was expected. */
public final class TlsFileUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TlsFileUnusableException(Path file, String why, @Nullable Throwable cause) {
        super("The file " + file + " cannot be used for TLS: " + why, cause);
    }
}
