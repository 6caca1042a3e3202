package org.mococxr.appliance.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a person does at the box. A person may have several roles; none sees more than its work needs. */
public enum Role {
    /** Takes films and watches that they arrive. */
    TECHNICIAN(
            Right.SEE_FILMS,
            Right.SEND_FILMS,
            Right.EXPORT_FILMS,
            Right.SEE_STATISTICS,
            Right.SEE_SYSTEM,
            Right.TEST_PEERS),
    /** Reads films and decides. */
    CLINICIAN(Right.SEE_FILMS, Right.READ_FILMS, Right.EXPORT_FILMS, Right.SEE_STATISTICS),
    /** Keeps the box well; sees no patient. */
    ADMIN(
            Right.SEE_STATISTICS,
            Right.SEE_SYSTEM,
            Right.TEST_PEERS,
            Right.MANAGE_MODELS,
            Right.CHANGE_SETTINGS,
            Right.ERASE_FILMS,
            Right.MANAGE_PEOPLE),
    /** Checks afterwards who did what; sees no patient. */
    AUDITOR(Right.SEE_AUDIT, Right.SEE_STATISTICS, Right.SEE_SYSTEM),
    /** Works with counts and with the model; sees no patient. */
    RESEARCHER(Right.SEE_STATISTICS, Right.SEE_SYSTEM, Right.RUN_MODEL);

    private final Set<Right> rights;

    Role(Right... rights) {
        this.rights = Set.copyOf(Arrays.asList(rights));
    }

    public Set<Right> rights() {
        return rights;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> named(String code) {
        return Stream.of(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
