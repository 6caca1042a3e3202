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
public record BoxStatus(State state, List<Concern> concerns, Tally tally, long freeBytes) {
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

    /** In English. */
    public String words() {
        return switch (state) {
            case READY -> "Ready";
            case BUSY -> "Busy: %d waiting".formatted(tally.open());
            case ATTENTION -> "Attention: " + Concern.beginning(concerns.get(0).sentence());
            case STOPPED -> "Stopped: self-test failed";
        };
    }

    /** Each concern in English. */
    public List<String> sentences() {
        return concerns.stream().map(Concern::sentence).toList();
    }
}
