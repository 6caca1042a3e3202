package org.mococxr.layouts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListDraft;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.Split;

/** Makes a film list of a published collection. */
public final class CollectionList {
    private static final Set<String> SIDE_VIEWS = Set.of("LATERAL", "LL", "RL");

    private CollectionList() {}

    /**
     * @param from the collection's table or folder
     * @param withLaterals side views too, which teach findings little and pretraining something
     * @param splits for the films whose split the collection does not say; none of them joins an official test split
     * @return films listed
     * @throws FilmListRefusedException if this is not that collection
     */
    public static int write(Layout layout, Path from, Path list, boolean withLaterals, HashedSplit splits) {
        List<FoundFilm> films;
        try {
            films = layout.read(from).stream()
                    .filter(film -> withLaterals || !SIDE_VIEWS.contains(film.view()))
                    .toList();
        } catch (IOException e) {
            throw new FilmListRefusedException("cannot read the collection %s: %s".formatted(from, e), e);
        }
        var named = new TreeSet<String>();
        films.forEach(film -> named.addAll(film.labels().keySet()));
        var findings = FilmList.FINDINGS.stream().filter(named::contains).toList();
        var header = new ArrayList<>(FilmList.COLUMNS);
        header.addAll(findings);
        var official = films.stream().anyMatch(film -> film.split().equals(Split.TEST.text()));
        var rest = official ? new HashedSplit(splits.valFraction(), 0, splits.seed()) : splits;
        FilmListDraft.write(
                list,
                header,
                films.stream().map(film -> row(film, findings, rest)).toList());
        return films.size();
    }

    private static List<String> row(FoundFilm film, List<String> findings, HashedSplit splits) {
        var patient = film.patient().isEmpty() ? film.file() : film.patient();
        var split = film.split().isEmpty() ? splits.of(film.source(), patient).text() : film.split();
        var row = new ArrayList<>(List.of(
                film.file(), film.patient(), film.study(), film.view(), film.age(), film.sex(), film.source(), split));
        findings.forEach(finding -> row.add(film.labels().getOrDefault(finding, "")));
        return row;
    }
}
