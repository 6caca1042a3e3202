package org.mococxr.appliance.journal;

/**
 * Drawn films that a person sends through the box to see that it works. They go every film's way, are marked wherever they are
 * shown, and are left out of what is said about patients.
 */
public final class TestFilms {
    /** Only the box itself sends by this name over {@link ReceivedFilm.Source#WEB}; a modality's films come over DICOM. */
    public static final String SENDER = "test film";

    /** Condition on {@code film f}. */
    static final String LEFT_OUT = "not (f.source = 'web' and f.sender = '" + SENDER + "')";

    private TestFilms() {}

    static boolean isOne(ReceivedFilm.Source source, String sender) {
        return source == ReceivedFilm.Source.WEB && sender.equals(SENDER);
    }
}
