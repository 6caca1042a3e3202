package org.mococxr.appliance.replay;

import java.util.List;

/**
 * What computing a result again showed.
 *
 * @param filmRef opaque reference
 * @param model that gave the result and was asked again
 * @param words one sentence for each deviation, or why nothing could be computed
 */
public record Verdict(String filmRef, String model, Kind kind, double largestDifference, List<String> words) {
    /** From good to bad. */
    public enum Kind {
        BIT_EXACT("bit-exact"),
        /** Other last digits, as another processor may give, and the same decision. */
        IN_TOLERANCE("in tolerance"),
        DIFFERS("DIFFERS"),
        /** The pixels were deleted, or the model is not on this box. */
        NOT_POSSIBLE("not possible");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public Verdict {
        words = List.copyOf(words);
    }
}
