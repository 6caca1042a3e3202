package org.mococxr.appliance.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Reads lists of films as lists of studies: a study is in a list that holds any of its films, once, with all of them. By time the
 * newest film that the list holds gives it its place, by score the highest. Safe for use by many threads.
 *
 * <p>Films are read in the list's order from its index until there are enough studies, so that a page takes no longer the more
 * films there are.
 */
public final class StudyList {
    private static final String COLUMNS = "s.id, (select study_id from study_film where film_id = s.id) as study,"
            + " exists (select 1 from study_film mine join study_film later on later.study_id = mine.study_id"
            + " and later.film_id > mine.film_id where mine.film_id = s.id) as later";

    private static final int NO_LIMIT = -1;

    private final JournalFile file;

    StudyList(JournalFile file) {
        this.file = file;
    }

    /** A film that a list holds. */
    private record Listed(long filmId, Optional<Long> study, boolean hasLaterFilms) {}

    /** @param limit at most so many */
    public List<StudyEntry> studies(FilmSearch search, int limit) {
        return file.read(handle -> {
            var met = new HashSet<Long>();
            Predicate<Listed> isFirst = search.byFinding().isPresent()
                    ? film -> film.study().map(met::add).orElse(true)
                    : film -> isNewestListed(handle, search, film);
            return entries(handle, some(handle, search, "", isFirst, limit));
        });
    }

    /** The next studies of a list by time, behind one that was its last so far. @param than any film of that study */
    public List<StudyEntry> older(FilmSearch search, FilmEntry than, int limit) {
        return file.read(handle -> entries(
                handle,
                some(
                        handle,
                        search,
                        "s.id < " + place(handle, search, than) + " order by s.id desc",
                        film -> isNewestListed(handle, search, film),
                        limit)));
    }

    /** The study before or after that of a film in a list by time, if there is one. */
    public Optional<StudyEntry> neighbour(FilmSearch search, FilmEntry film, boolean newer) {
        return file
                .read(handle -> {
                    var mine = place(handle, search, film);
                    var place =
                            newer ? "s.id > " + mine + " order by s.id asc" : "s.id < " + mine + " order by s.id desc";
                    return entries(
                            handle, some(handle, search, place, other -> isNewestListed(handle, search, other), 1));
                })
                .stream()
                .findFirst();
    }

    /** The study of a film, or the film by itself. */
    public StudyEntry of(FilmEntry film) {
        return file.read(handle -> entries(
                        handle, List.of(new Listed(film.filmId(), study(handle, film.filmId()), false)))
                .get(0));
    }

    private static List<Listed> some(
            Handle handle, FilmSearch search, String place, Predicate<Listed> isWanted, int limit) {
        try (var films = Worklist.listed(handle, search, COLUMNS, place, NO_LIMIT)
                .map((row, context) -> new Listed(
                        row.getLong("id"),
                        row.getObject("study") == null ? Optional.empty() : Optional.of(row.getLong("study")),
                        row.getBoolean("later")))
                .stream()) {
            return films.filter(isWanted).limit(limit).toList();
        }
    }

    /** By time; films that belong to no study are left out. */
    static List<Long> studyIds(Handle handle, FilmSearch search, String place, int limit) {
        return some(
                        handle,
                        search,
                        place,
                        film -> film.study().isPresent() && isNewestListed(handle, search, film),
                        limit)
                .stream()
                .map(film -> film.study().orElseThrow())
                .toList();
    }

    private static boolean isNewestListed(Handle handle, FilmSearch search, Listed film) {
        return !film.hasLaterFilms()
                || newestListed(handle, search, film.study().orElseThrow(), film.filmId())
                        .isEmpty();
    }

    /** Where a film's study stands in a list by time. */
    private static long place(Handle handle, FilmSearch search, FilmEntry film) {
        return study(handle, film.filmId())
                .flatMap(study -> newestListed(handle, search, study, 0))
                .orElse(film.filmId());
    }

    static Optional<Long> newestListed(Handle handle, FilmSearch search, long study, long laterThan) {
        var place = "s.id in (select film_id from study_film where study_id = %d and film_id > %d) order by s.id desc"
                .formatted(study, laterThan);
        return Worklist.ids(handle, search, place, 1).stream().findFirst();
    }

    private static Optional<Long> study(Handle handle, long filmId) {
        return handle.createQuery("select study_id from study_film where film_id = :film")
                .bind("film", filmId)
                .mapTo(Long.class)
                .findFirst();
    }

    private static List<StudyEntry> entries(Handle handle, List<Listed> listed) {
        var studies = studies(handle, listed);
        var films = films(handle, listed, studies);
        return listed.stream()
                .map(film -> film.study()
                        .map(studies::get)
                        .map(study -> new StudyEntry(
                                Optional.of(study.ref()),
                                study.open(),
                                study.films().stream().map(films::get).toList()))
                        .orElseGet(() -> new StudyEntry(Optional.empty(), false, List.of(films.get(film.filmId())))))
                .toList();
    }

    /** @param films by id, in the order they came */
    private record FilmsOfStudy(String ref, boolean open, List<Long> films) {}

    private static Map<Long, FilmsOfStudy> studies(Handle handle, List<Listed> listed) {
        var ids = listed.stream().flatMap(film -> film.study().stream()).toList();
        var studies = new HashMap<Long, FilmsOfStudy>();
        handle.createQuery("select st.id, st.ref, st.open, sf.film_id from study st"
                        + " join study_film sf on sf.study_id = st.id where st.id in (select value from json_each(:ids))"
                        + " order by sf.film_id")
                .bind("ids", ids.toString()) // a JSON array as it is
                .map((row, context) -> {
                    var study = new FilmsOfStudy(row.getString("ref"), row.getBoolean("open"), new ArrayList<>());
                    var known = studies.putIfAbsent(row.getLong("id"), study);
                    return (known == null ? study : known).films().add(row.getLong("film_id"));
                })
                .list();
        return studies;
    }

    private static Map<Long, FilmEntry> films(Handle handle, List<Listed> listed, Map<Long, FilmsOfStudy> studies) {
        var ids = new ArrayList<Long>();
        listed.stream().filter(film -> film.study().isEmpty()).forEach(film -> ids.add(film.filmId()));
        studies.values().forEach(study -> ids.addAll(study.films()));
        var films = new HashMap<Long, FilmEntry>();
        Worklist.entries(handle, ids).forEach(film -> films.put(film.filmId(), film));
        return films;
    }
}
