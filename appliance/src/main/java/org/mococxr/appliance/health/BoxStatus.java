package org.mococxr.appliance.health;

import java.util.List;
import java.util.Locale;
import org.mococxr.appliance.journal.Tally;
import org.mococxr.appliance.language.Language;
import org.mococxr.appliance.language.Sentence;

/**
 * How the box is.
 *
 * @param concerns what a person should look at
 */
public record BoxStatus(State state, List<Sentence> concerns, Tally tally, long freeBytes) {
    public BoxStatus {
        concerns = List.copyOf(concerns);
    }

    /** From good to bad. */
    public enum State {
        READY,
        BUSY,
        ATTENTION,
        /** No film is assessed; they wait. */
        STOPPED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** In a word or two, such as {@code Busy: 12 waiting}. */
    public String words(Language language) {
        return switch (state) {
            case READY -> language.say("health.ready");
            case BUSY -> language.say("health.busy", tally.open());
            case ATTENTION ->
                language.say("health.attention", beginning(concerns.get(0).in(language)));
            case STOPPED -> language.say("health.stopped");
        };
    }

    /** What comes before the figures and reasons, to stand behind another word. */
    static String beginning(String sentence) {
        var clause = sentence.split("\\h*[:.।]", 2)[0].strip();
        return clause.substring(0, 1).toLowerCase(Locale.ROOT) + clause.substring(1);
    }
}
