package org.mococxr.appliance.people;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One thing that a person or a program may do. Routes ask for rights, roles and tokens give them. */
public enum Right {
    SEE_FILMS,
    SEND_FILMS,
    READ_FILMS,
    EXPORT_FILMS,
    ERASE_FILMS,
    SEE_STATISTICS,
    RUN_MODEL,
    SEE_SYSTEM,
    TEST_PEERS,
    MANAGE_MODELS,
    CHANGE_SETTINGS,
    MANAGE_PEOPLE,
    SEE_AUDIT;

    /** As scopes of tokens are written, such as {@code see_films}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Right> named(String code) {
        return Stream.of(values()).filter(right -> right.code().equals(code)).findFirst();
    }
}
