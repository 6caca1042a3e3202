package org.mococxr.report;

import java.util.regex.Pattern;

/** Digests as they stand in reports: 64 lower-case hex digits. */
final class Sha256Hex {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private Sha256Hex() {}

    static void require(String what, String digest) {
        if (!FORM.matcher(digest).matches()) {
            throw new IllegalArgumentException(what + " must be 64 lower-case hex digits, was '" + digest + "'");
        }
    }
}
