package org.mococxr.report;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * UIDs that follow from what they identify: {@code 2.25.} plus a name-based UUID as one number (PS3.5 B.2), so the same
 * film, model and settings give the same UID after a crash and on another box.
 */
public final class DerivedUid {
    private static final String PREFIX = "2.25.";
    private static final int UUID_BYTES = 16;

    private DerivedUid() {}

    /**
     * @param parts what the object is derived from, in a fixed order; each part counts with its length, so {@code
     *     ("ab","c")} and {@code ("a","bc")} differ
     * @return a UID of at most 44 characters
     */
    public static String of(String... parts) {
        var digest = sha256();
        for (var part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        byte[] uuid = Arrays.copyOf(digest.digest(), UUID_BYTES);
        uuid[6] = (byte) ((uuid[6] & 0x0F) | 0x80); // version 8: own name-based scheme (RFC 9562, 5.8)
        uuid[8] = (byte) ((uuid[8] & 0x3F) | 0x80); // RFC 9562 variant
        return PREFIX + new BigInteger(1, uuid);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }
}
