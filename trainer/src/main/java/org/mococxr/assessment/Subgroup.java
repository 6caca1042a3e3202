package org.mococxr.assessment;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.mococxr.filmlist.ListedFilm;

/**
 * Films that share something by which a model may treat them differently.
 *
 * @param kind {@code all}, {@code source}, {@code sex}, {@code age} or {@code view}
 * @param name what they share; {@code unknown} where the list does not say
 */
public record Subgroup(String kind, String name) {
    static final Subgroup ALL = new Subgroup("all", "all");
    private static final String UNKNOWN = "unknown";

    /** All films first, then every group that occurs, where there is more than one of its kind. */
    static List<Subgroup> of(List<ListedFilm> films) {
        var groups = new ArrayList<>(List.of(ALL));
        for (var kind : List.of("source", "sex", "age", "view")) {
            var names =
                    new TreeSet<>(films.stream().map(film -> name(kind, film)).toList());
            if (names.size() > 1) {
                names.forEach(name -> groups.add(new Subgroup(kind, name)));
            }
        }
        return List.copyOf(groups);
    }

    Predicate<ListedFilm> members() {
        return film -> this.equals(ALL) || name(kind, film).equals(name);
    }

    private static String name(String kind, ListedFilm film) {
        return switch (kind) {
            case "source" -> film.source();
            case "sex" -> said(film.sex());
            case "age" -> film.ageYears().isPresent() ? band(film.ageYears().getAsInt()) : UNKNOWN;
            case "view" -> said(film.view());
            default -> throw new IllegalArgumentException("films are not grouped by " + kind);
        };
    }

    private static String said(String text) {
        return text.isEmpty() ? UNKNOWN : text;
    }

    private static String band(int years) {
        return years < 18 ? "0-17" : years < 40 ? "18-39" : years < 65 ? "40-64" : "65 and older";
    }
}
