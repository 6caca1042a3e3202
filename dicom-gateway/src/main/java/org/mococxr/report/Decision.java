package org.mococxr.report;

/** What a score means at the operating point in use. */
public enum Decision {
    SUGGESTIVE("SUGGESTIVE", Concepts.PRESENT),
    NEAR_CUT_OFF("NEAR CUT-OFF", Concepts.UNDETERMINED),
    NOT_SUGGESTIVE("NOT SUGGESTIVE", Concepts.ABSENT);

    private final String words;
    private final CodedConcept presence;

    Decision(String words, CodedConcept presence) {
        this.words = words;
        this.presence = presence;
    }

    /** As burned into pictures. */
    public String words() {
        return words;
    }

    /** As coded in the structured report (PS3.16 CID 240). */
    CodedConcept presence() {
        return presence;
    }
}
