package org.mococxr.inbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import org.mococxr.dicom.net.Part10Header;

/** What a stored file really holds, read to its end. */
record StoredContent(String digest, long sizeBytes, String sourceAeTitle) {
    static StoredContent read(Path file, ObjectKind kind) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var sourceAeTitle = kind == ObjectKind.DICOM ? Part10Header.read(in).sourceAeTitle() : "";
            var digest = Reception.sha256();
            var sizeBytes = in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return new StoredContent(HexFormat.of().formatHex(digest.digest()), sizeBytes, sourceAeTitle);
        }
    }
}
