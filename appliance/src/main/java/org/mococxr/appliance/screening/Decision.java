package org.mococxr.appliance.screening;

import java.util.Locale;

/** What the box says about one finding on one film. */
public enum Decision {
    SUGGESTIVE("Suggestive"),
    NOT_SUGGESTIVE("Not suggestive"),
    NEAR_CUT_OFF("Near the cut-off"),
    NOT_ASSESSED("Not assessed");

    private final String words;

    Decision(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** For files and interfaces, such as {@code near_cut_off}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
