package org.mococxr.film;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words of a header without what writers leave out or write otherwise: case, accents, vowel points. Dictionaries are folded
 * the same way before they are compared.
 */
final class FoldedText {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

    private FoldedText() {}

    /** Upper case, composed letters taken apart and their marks dropped: {@code Tórax} and {@code TORAX} are the same. */
    static String fold(String text) {
        var plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .replace('đ', 'd')
                .replace('Đ', 'D')
                .replace("ـ", ""); // Arabic's lengthening stroke is no letter
        return plain.toUpperCase(Locale.ROOT);
    }

    /** The words of a folded text; Chinese has no spaces and comes in longer pieces. */
    static List<String> words(String folded) {
        return Arrays.stream(NO_LETTERS.split(folded))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
