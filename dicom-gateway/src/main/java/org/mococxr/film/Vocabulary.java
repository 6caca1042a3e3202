package org.mococxr.film;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words for one thing in the languages that sites write, looked for in folded text.
 *
 * @param words that stand alone
 * @param stems with which a word begins: languages that inflect
 * @param parts of a word: languages without spaces
 */
record Vocabulary(Set<String> words, List<String> stems, List<String> parts) {
    private static final List<String> ARABIC_PREFIXES = List.of("و", "ال", "وال");

    /** @param words separated by blanks; {@code x*} is a stem, {@code *x*} part of a word */
    static Vocabulary of(String... words) {
        var all = Arrays.stream(String.join(" ", words).split(" +"))
                .map(FoldedText::fold)
                .toList();
        return new Vocabulary(
                all.stream().filter(word -> !word.endsWith("*")).collect(Collectors.toUnmodifiableSet()),
                all.stream()
                        .filter(word -> word.endsWith("*") && !word.startsWith("*"))
                        .map(word -> word.replace("*", ""))
                        .toList(),
                all.stream()
                        .filter(word -> word.startsWith("*"))
                        .map(word -> word.replace("*", ""))
                        .toList());
    }

    boolean isIn(List<String> foldedWords) {
        return foldedWords.stream().anyMatch(this::holds);
    }

    boolean holds(String foldedWord) {
        return isWord(foldedWord)
                || parts.stream().anyMatch(foldedWord::contains)
                || ARABIC_PREFIXES.stream()
                        .anyMatch(prefix ->
                                foldedWord.startsWith(prefix) && isWord(foldedWord.substring(prefix.length())));
    }

    private boolean isWord(String foldedWord) {
        return words.contains(foldedWord) || stems.stream().anyMatch(foldedWord::startsWith);
    }
}
