package org.mococxr.appliance.intake;

/** A film that the journal knows is not on the disk any more: somebody removed it, or the disk lost it. */
public final class FilmMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FilmMissingException() {
        super(
                "the film's bytes are no longer on the disk of this box; look at the disk and restore the inbox from a backup");
    }
}
