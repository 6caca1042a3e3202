package org.mococxr.layouts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.mococxr.filmlist.Split;

/**
 * Puts patients into splits by a digest of their name: the same patient always lands in the same split, whatever else is in the list,
 * so that a list can grow without anybody changing sides.
 *
 * @param valFraction of the patients, 0 to 1
 * @param testFraction likewise
 */
public record HashedSplit(double valFraction, double testFraction, long seed) {
    public HashedSplit {
        if (!(valFraction >= 0 && testFraction >= 0 && valFraction + testFraction < 1)) {
            throw new IllegalArgumentException(
                    "val and test take shares of the patients and leave some to train; were %s and %s"
                            .formatted(valFraction, testFraction));
        }
    }

    /** @param text {@code VAL,TEST}, such as {@code 0.15,0.15} */
    public static HashedSplit parse(String text, long seed) {
        var parts = text.split(",", -1);
        try {
            if (parts.length == 2) {
                return new HashedSplit(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), seed);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        throw new IllegalArgumentException(wrong(text));
    }

    private static String wrong(String text) {
        return "a split by hash is written VAL,TEST, such as 0.15,0.15; was " + text;
    }

    public Split of(String source, String patient) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("%d/%s/%s".formatted(seed, source, patient).getBytes(StandardCharsets.UTF_8));
            var share = (ByteBuffer.wrap(digest.digest()).getLong() >>> 11) * 0x1p-53; // 0 to 1
            return share < testFraction ? Split.TEST : share < testFraction + valFraction ? Split.VAL : Split.TRAIN;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
