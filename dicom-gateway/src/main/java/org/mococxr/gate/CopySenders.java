package org.mococxr.gate;

import java.util.Optional;
import java.util.Set;

/**
 * Whose secondary captures are copies of films, such as those of a film digitiser or of a program that photographs films; from all
 * others they are screenshots and reports as often as films. A caller chooses its AE title, so that this is no more certain than
 * the list of those who may call.
 *
 * @param everyone whoever sends one
 * @param aeTitles those who may, where it is not everyone
 */
public record CopySenders(boolean everyone, Set<String> aeTitles) {
    /** Stands for everyone where AE titles are written. */
    public static final String ANY = "*";

    public CopySenders {
        aeTitles = Set.copyOf(aeTitles);
    }

    public static CopySenders all() {
        return new CopySenders(true, Set.of());
    }

    /** @param aeTitles {@code *} among them stands for everyone */
    public static CopySenders of(Set<String> aeTitles) {
        return aeTitles.contains(ANY) ? all() : new CopySenders(false, aeTitles);
    }

    /** @param sentBy empty for a film that a person or a program handed in, who answers for what it is */
    boolean include(Optional<String> sentBy) {
        return everyone || sentBy.isEmpty() || aeTitles.contains(sentBy.get());
    }

    /** Whether somebody wrote down that this sender's copies are films, so that they need not say so themselves. */
    boolean name(Optional<String> sentBy) {
        return sentBy.filter(aeTitles::contains).isPresent();
    }

    @Override
    public String toString() {
        return everyone
                ? "everyone"
                : aeTitles.isEmpty()
                        ? "nobody"
                        : String.join(", ", aeTitles.stream().sorted().toList());
    }
}
