package org.mococxr.film;

/** From where the X-rays came. */
public enum View {
    /** From behind: the usual standing chest film. */
    PA,
    /** From the front: portable and lying films. */
    AP,
    LATERAL,
    /** Stated, and neither from the front, from behind nor from the side: oblique, lordotic, decubitus. */
    OTHER,
    UNKNOWN;

    public boolean isFrontal() {
        return this == PA || this == AP;
    }
}
