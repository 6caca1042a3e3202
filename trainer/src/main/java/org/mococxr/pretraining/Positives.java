package org.mococxr.pretraining;

/** What counts as the same for a query and its key. */
public enum Positives {
    /** Two views of one film. */
    SAME_FILM("same-film"),
    /** A view of another film of the same study where there is one, else of the same film (MedAug, Vu et al. 2021). */
    SAME_STUDY("same-study");

    private final String text;

    Positives(String text) {
        this.text = text;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return text;
    }
}
