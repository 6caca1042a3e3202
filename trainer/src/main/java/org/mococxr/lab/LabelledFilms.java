package org.mococxr.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mococxr.chance.Chance;
import org.mococxr.filmlist.FilmList;
import org.mococxr.filmlist.FilmListRefusedException;
import org.mococxr.filmlist.Label;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.probing.ProbeFilms;
import org.mococxr.run.Journal;

/** Picks from film lists what labels are about. */
final class LabelledFilms {
    /** A finding is probed from this many films with it and without it on each side. */
    private static final int LEAST_OF_EACH = 5;

    private LabelledFilms() {}

    /** Films of a split that say something about one of the findings. */
    static List<ListedFilm> of(List<FilmList> lists, List<String> findings, Split split) {
        var films = lists.stream()
                .flatMap(list -> list.films().stream())
                .filter(film -> film.split() == split)
                .filter(film -> findings.stream().anyMatch(finding -> film.label(finding) != Label.UNKNOWN))
                .toList();
        if (films.isEmpty()) {
            throw new FilmListRefusedException(
                    "no film whose split is %s has a label for %s".formatted(split.text(), findings));
        }
        return films;
    }

    /** Findings that have training films with and without them, in the usual order. */
    static List<String> learnable(List<FilmList> lists) {
        var learnable = FilmList.FINDINGS.stream()
                .filter(finding -> hasBoth(lists, finding, Split.TRAIN, 1))
                .toList();
        if (learnable.isEmpty()) {
            throw new FilmListRefusedException("no finding of the lists has training films with and without it");
        }
        return learnable;
    }

    private static boolean hasBoth(List<FilmList> lists, String finding, Split split, int leastOfEach) {
        var with = 0;
        var without = 0;
        for (var list : lists) {
            for (var film : list.films()) {
                if (film.split() == split) {
                    with += film.label(finding) == Label.POSITIVE ? 1 : 0;
                    without += film.label(finding) == Label.NEGATIVE ? 1 : 0;
                }
            }
        }
        return Math.min(with, without) >= leastOfEach;
    }

    /**
     * Films to watch a pretraining run by: at most {@code most} of train to learn from, half as many of val to ask about, always the
     * same ones; none if the lists have too few labels.
     */
    static Optional<ProbeFilms> probe(
            List<FilmList> lists, int most, FilmSources sources, FilmSources.Preparing preparing, Journal journal) {
        var findings = FilmList.FINDINGS.stream()
                .filter(finding -> hasBoth(lists, finding, Split.TRAIN, LEAST_OF_EACH)
                        && hasBoth(lists, finding, Split.VAL, LEAST_OF_EACH))
                .toList();
        if (most == 0 || findings.isEmpty()) {
            return Optional.empty();
        }
        var learn = some(of(lists, findings, Split.TRAIN), most);
        var ask = some(of(lists, findings, Split.VAL), Math.max(1, most / 2));
        return Optional.of(new ProbeFilms(
                sources.prepare(learn, PreparedFilms.Depth.FLOAT32, preparing, journal),
                sources.prepare(ask, PreparedFilms.Depth.FLOAT32, preparing, journal),
                findings));
    }

    private static List<ListedFilm> some(List<ListedFilm> films, int most) {
        if (films.size() <= most) {
            return films;
        }
        var order = Chance.of(1, Chance.Purpose.LABEL_DRAW, films.size()).permutation(films.size());
        var some = new ArrayList<ListedFilm>();
        for (var i = 0; i < most; i++) {
            some.add(films.get(order[i]));
        }
        return List.copyOf(some);
    }
}
