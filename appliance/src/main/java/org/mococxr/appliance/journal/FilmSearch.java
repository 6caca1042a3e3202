package org.mococxr.appliance.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which films a list shows, and in which order.
 *
 * @param text part of a patient id or of initials, a film's reference, or a study date as 2026-11-25; empty for all
 * @param since films received earlier are left out
 * @param byFinding highest score of this finding first; empty for newest first
 */
public record FilmSearch(FilmFilter filter, String text, Optional<Instant> since, Optional<String> byFinding) {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");

    public FilmSearch {
        text = text.replaceAll("\\p{Cntrl}", "").strip();
    }

    public static FilmSearch of(FilmFilter filter) {
        return new FilmSearch(filter, "", Optional.empty(), Optional.empty());
    }

    /** A study date as it is stored; what was typed otherwise. */
    String storedForm() {
        var date = DATE.matcher(text);
        return date.matches() ? date.group(1) + date.group(2) + date.group(3) : text;
    }

    /** For {@code like … escape '!'}: what was typed has no wildcards. */
    String pattern() {
        return "%" + storedForm().replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }
}
