package org.mococxr.appliance.journal;

import java.util.Locale;

/** How enum values are written in the journal: lower case. */
final class Names {
    private Names() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static ReceivedFilm.Source source(String text) {
        return ReceivedFilm.Source.valueOf(text.toUpperCase(Locale.ROOT));
    }

    static FilmEntry.Stage stage(String text) {
        return FilmEntry.Stage.valueOf(text.toUpperCase(Locale.ROOT));
    }

    static DeliveryEntry.State state(String text) {
        return DeliveryEntry.State.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
