package org.mococxr.labels;

/** Which films count more in the loss. */
public enum Balance {
    /** Each film the same. */
    NONE,
    /** Films with and without a finding weigh the same in total. */
    CLASSES,
    /**
     * As {@link #CLASSES}, and within each source that has both, so that coming from a source says nothing about a finding; sources
     * weigh the same in total.
     */
    SOURCES
}
