package org.mococxr.modelpackage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** 64 lower-case hex digits. */
final class Sha256 {
    private Sha256() {}

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String require(String what, String digest) {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(what + " must be a SHA-256 of 64 hex digits, was \"" + digest + "\"");
        }
        return digest;
    }
}
