package org.mococxr.appliance.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What whoever sets a box up does, in this order. */
public enum FirstStep {
    /** What the site is called. */
    SITE,
    /** Whether the clock is right; ages and ends of certificates hang on it. */
    CLOCK,
    /** The X-ray unit knows the box. */
    NETWORK,
    /** The box knows the PACS. */
    PEERS,
    /** A drawn film through the whole box. */
    TEST_FILM,
    /** Its slip on paper. */
    SLIP;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FirstStep> named(String code) {
        return Stream.of(values()).filter(step -> step.code().equals(code)).findFirst();
    }
}
