package org.mococxr.filmlist;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One row of a film list. Texts that the list leaves empty are empty here.
 *
 * @param path where the file lies
 * @param file as the list names it
 * @param patient as the list names them; empty if not known
 * @param source which archive or hospital the film comes from
 * @param labels by finding; every finding of the list has an entry
 */
public record ListedFilm(
        Path path,
        String file,
        String patient,
        String study,
        String view,
        OptionalInt ageYears,
        String sex,
        String source,
        Split split,
        Map<String, Label> labels) {
    public ListedFilm {
        labels = Map.copyOf(labels);
    }

    /** Whose film it is, unique across lists: ids are one source's own. A film without an id stands for itself. */
    public String person() {
        return source + "/" + (patient.isEmpty() ? file : patient);
    }

    public Label label(String finding) {
        return labels.getOrDefault(finding, Label.UNKNOWN);
    }
}
