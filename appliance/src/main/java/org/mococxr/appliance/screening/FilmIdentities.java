package org.mococxr.appliance.screening;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mococxr.film.FilmHeader;

/** Takes as much from a film's header as a worklist shows. */
final class FilmIdentities {
    private static final int LONGEST = 64;
    private static final int MOST_INITIALS = 4;

    private FilmIdentities() {}

    static FilmIdentity of(FilmHeader header) {
        return new FilmIdentity(
                text(header.patientId()),
                initials(text(header.patientName())),
                text(header.sex()),
                header.ageYears(),
                view(header),
                Stream.of(header.stationName(), header.manufacturer())
                        .map(FilmIdentities::text)
                        .filter(name -> !name.isBlank())
                        .findFirst()
                        .orElse(""),
                text(header.studyDate().map(Object::toString)));
    }

    private static String text(Optional<String> value) {
        var text = value.orElse("").strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** Of {@code Family^Given^Middle=ideographic}: given and family initial, as people say a name. */
    static String initials(String name) {
        var alphabetic = name.split("=", 2)[0];
        var parts = alphabetic.split("\\^", -1);
        var family = parts[0];
        var given = parts.length > 1 ? parts[1] : "";
        return Stream.of(given, family)
                .flatMap(part -> Arrays.stream(part.strip().split("[\\s-]+", -1)))
                .filter(word -> !word.isEmpty() && Character.isLetter(word.codePointAt(0)))
                .limit(MOST_INITIALS)
                .map(word -> Character.toString(Character.toUpperCase(word.codePointAt(0))) + ".")
                .collect(Collectors.joining());
    }

    private static String view(FilmHeader header) {
        return switch (header.view()) {
            case PA -> "PA";
            case AP -> "AP";
            case LATERAL -> "Lateral";
            case OTHER -> "Other view";
            case UNKNOWN -> "";
        };
    }
}
