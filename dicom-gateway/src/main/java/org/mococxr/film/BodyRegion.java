package org.mococxr.film;

/** Whether a film says that it shows the chest. */
public enum BodyRegion {
    CHEST,
    /** Another part, or more than the chest. */
    OTHER,
    UNSTATED
}
