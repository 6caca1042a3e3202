package org.mococxr.appliance.intake;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;

/**
 * Reads patients' names from the stored films, for pages that are to show them; they are written down nowhere else, and are gone
 * with the film. Some are held in memory. Safe for use by many threads.
 */
public final class PatientNames {
    private static final int MOST = 2000;
    private static final int LONGEST = 64;

    private final StoredFilms films;
    private final Map<String, String> known = new LinkedHashMap<>();

    public PatientNames(StoredFilms films) {
        this.films = films;
    }

    /** As people say it: {@code Anita Sharma}. Empty if the film names nobody, or is gone. */
    public Optional<String> of(String objectDigest) {
        var name = find(objectDigest).orElseGet(() -> keep(objectDigest, read(objectDigest)));
        return Optional.of(name).filter(found -> !found.isEmpty());
    }

    private synchronized Optional<String> find(String objectDigest) {
        return Optional.ofNullable(known.get(objectDigest));
    }

    /** Not of a film that was erased while its name was read: its bytes go first, and {@link #forget} has been here already. */
    private synchronized String keep(String objectDigest, String name) {
        if (!films.has(objectDigest)) {
            return "";
        }
        known.put(objectDigest, name);
        if (known.size() > MOST) {
            var oldest = known.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return name;
    }

    /** A film that is erased, or whose pixels are deleted. */
    public synchronized void forget(String objectDigest) {
        known.remove(objectDigest);
    }

    private String read(String objectDigest) {
        try {
            return FilmReader.readHeader(films.file(objectDigest))
                    .patientName()
                    .map(PatientNames::asSaid)
                    .orElse("");
        } catch (FilmMissingException | FilmUnreadableException | UncheckedIOException e) {
            return ""; // its initials stand instead
        }
    }

    /** Of {@code Family^Given^Middle^Prefix^Suffix=ideographic}. */
    static String asSaid(String personName) {
        var parts = personName.split("=", 2)[0].split("\\^", -1);
        var name = Stream.of(parts.length > 1 ? parts[1] : "", parts[0])
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
    }
}
