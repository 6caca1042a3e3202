package org.mococxr.film;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words of a header without what writers leave out or write otherwise: case, accents, vowel points. Dictionaries are folded
 * the same way before they are compared.
 */
final class FoldedText {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private FoldedText() {}

    /** Upper case, composed letters taken apart and their marks dropped: {@code Tórax} and {@code TORAX} are the same. */
    static String fold(String text) {
        if (text.chars().allMatch(letter -> letter < 0x80)) {
            return text.toUpperCase(Locale.ROOT); // most headers, and much faster
        }
        var plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .replace('đ', 'd')
                .replace('Đ', 'D')
                .replace("ـ", ""); // Arabic's lengthening stroke is no letter
        return plain.toUpperCase(Locale.ROOT);
    }

    /** The words of a folded text; Chinese has no spaces and comes in longer pieces. */
    static List<String> words(String folded) {
        var words = new ArrayList<String>();
        var from = 0;
        for (var at = 0; at <= folded.length(); at++) {
            if (at == folded.length() || !Character.isLetter(folded.charAt(at))) {
                if (at > from) {
                    words.add(folded.substring(from, at));
                }
                from = at + 1;
            }
        }
        return words;
    }
}
