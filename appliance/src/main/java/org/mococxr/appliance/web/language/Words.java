package org.mococxr.appliance.web.language;

import org.mococxr.appliance.journal.FilmEntry;

/** How things are called and written in every language and for programs. */
public final class Words {
    private Words() {}

    /** {@code pleural_effusion} to {@code Pleural effusion}. */
    public static String finding(String code) {
        var words = code.replace('_', ' ');
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    public static String state(FilmEntry film) {
        if (film.outcome().isPresent()) {
            return film.outcome().get().conclusion().fold(scored -> "scored", refused -> "refused", failed -> "failed");
        }
        return film.stage() == FilmEntry.Stage.WORKING ? "working" : "waiting";
    }
}
