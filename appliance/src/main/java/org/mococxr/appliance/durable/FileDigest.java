package org.mococxr.appliance.durable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of files, read in small pieces. */
public final class FileDigest {
    private FileDigest() {}

    /** @return 64 hexadecimal digits */
    public static String of(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return copying(in, OutputStream.nullOutputStream());
        }
    }

    /**
     * Copies to the end; closes neither.
     *
     * @return of what was copied, 64 hexadecimal digits
     */
    public static String copying(InputStream from, OutputStream to) throws IOException {
        var out = new DigestOutputStream(to, sha256());
        from.transferTo(out);
        out.flush();
        return HexFormat.of().formatHex(out.getMessageDigest().digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }
}
