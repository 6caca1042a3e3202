package org.mococxr.appliance.people;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One thing that a person or a program may do. Routes ask for rights, roles and tokens give them. */
public enum Right {
    SEE_FILMS("see films and their results"),
    SEND_FILMS("send films to the box"),
    READ_FILMS("agree or disagree with a result"),
    EXPORT_FILMS("take results away as a file"),
    ERASE_FILMS("erase films with all that is known of them"),
    SEE_STATISTICS("see counts without patients"),
    RUN_MODEL("run the model on own data"),
    SEE_SYSTEM("see health, models and peers"),
    TEST_PEERS("test the connection to peers"),
    MANAGE_MODELS("install, activate and roll back models"),
    CHANGE_SETTINGS("change settings"),
    MANAGE_PEOPLE("add and disable people, revoke sessions and tokens"),
    SEE_AUDIT("see who did what");

    private final String words;

    Right(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** As scopes of tokens are written, such as {@code see_films}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Right> named(String code) {
        return Stream.of(values()).filter(right -> right.code().equals(code)).findFirst();
    }
}
