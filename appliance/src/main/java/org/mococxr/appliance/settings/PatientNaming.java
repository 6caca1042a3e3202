package org.mococxr.appliance.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How pages call a patient, who may be read over a shoulder. */
public enum PatientNaming {
    /** Id and initials. */
    INITIALS,
    /** The id alone. */
    ID,
    /** Id and name, as the stored film says it. */
    NAME;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PatientNaming> named(String code) {
        return Stream.of(values()).filter(naming -> naming.code().equals(code)).findFirst();
    }
}
