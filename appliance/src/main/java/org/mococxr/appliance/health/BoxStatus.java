package org.mococxr.appliance.health;

import java.util.List;
import java.util.Locale;
import org.mococxr.appliance.journal.Tally;

/**
 * How the box is.
 *
 * @param words one line, such as {@code Busy: 12 waiting}
 * @param concerns what a person should look at, in sentences
 */
public record BoxStatus(State state, String words, List<String> concerns, Tally tally, long freeBytes) {
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
}
