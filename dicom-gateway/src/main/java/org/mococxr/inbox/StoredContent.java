package org.mococxr.inbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.Optional;
import org.mococxr.dicom.net.Part10Header;

/**
 * What a stored file really holds, read to its end.
 *
 * @param wrappedDigest of the content and what it is wrapped in
 * @param wrapping UID of the transfer syntax, or the kind of picture
 */
record StoredContent(String digest, String wrappedDigest, String wrapping, long sizeBytes, String sourceAeTitle) {
    static StoredContent read(Path file, ObjectKind kind) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var header = kind == ObjectKind.DICOM ? Optional.of(Part10Header.read(in)) : Optional.<Part10Header>empty();
            var digest = Reception.sha256();
            var sizeBytes = in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            var wrapping = header.map(Part10Header::transferSyntaxUid).orElseGet(kind::name);
            return new StoredContent(
                    Reception.digestSoFar(digest),
                    Reception.digestWith(digest, wrapping),
                    wrapping,
                    sizeBytes,
                    header.map(Part10Header::sourceAeTitle).orElse(""));
        }
    }

    /** Whether this is what an object of that name held when it was stored. */
    boolean isOf(String name) {
        return digest.equals(name) || wrappedDigest.equals(name);
    }
}
