package org.mococxr.appliance.health;

import java.util.List;
import java.util.Locale;

/**
 * Something about the box that a person should look at.
 *
 * @param values for the places {@code {0}}, {@code {1}} of the kind's sentence
 */
public record Concern(Kind kind, List<String> values) {
    /** English comes with the code; other languages translate it. */
    public enum Kind {
        NOTHING_ASSESSED("No film is assessed: {0}. Films are kept and assessed when a model passes."),
        MODEL_LEFT("An earlier model is in use: the chosen one did not pass. {0}"),
        DISK_FULL(
                "The disk is full: {0} MiB are free and {1} are kept in reserve. New films are turned away until there is room."),
        DISK_FILLING("The disk is getting full: {0} MiB are free."),
        FILMS_FAILED("Films that could not be assessed: {0}. Read them without AI."),
        REPORTS_DEAD(
                "Reports that were not delivered: {0}. They were refused for good, or their PACS is not set up any more."),
        REPORTS_STUCK(
                "Reports that do not reach the PACS: {0}. They wait and are tried again; look at the network and the PACS.");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** With places {@code {0}}, {@code {1}} for the values. */
        public String sentence() {
            return sentence;
        }
    }

    public Concern {
        values = List.copyOf(values);
    }

    static Concern of(Kind kind, Object... values) {
        return new Concern(kind, List.of(values).stream().map(String::valueOf).toList());
    }

    /** In English. */
    public String sentence() {
        return filled(kind.sentence());
    }

    /** A sentence of another language with this concern's values in its places. */
    public String filled(String sentence) {
        var text = sentence;
        for (var i = 0; i < values.size(); i++) {
            text = text.replace("{" + i + "}", values.get(i));
        }
        return text;
    }

    /** What comes before the figures and reasons, to stand behind another word. */
    public static String beginning(String sentence) {
        var clause = sentence.split("[:.।]", 2)[0].strip();
        return clause.substring(0, 1).toLowerCase(Locale.ROOT) + clause.substring(1);
    }
}
