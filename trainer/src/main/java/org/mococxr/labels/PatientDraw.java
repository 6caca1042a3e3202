package org.mococxr.labels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.mococxr.chance.Chance;
import org.mococxr.filmlist.Label;
import org.mococxr.filmlist.ListedFilm;

/**
 * Picks a share of the labelled patients at random, all films of a patient together, each kind of patient (source and findings) to the
 * same share. Within one draw a larger share holds every smaller one.
 */
public final class PatientDraw {
    private final List<ListedFilm> films;
    private final TreeMap<String, List<String>> peopleByKind = new TreeMap<>();

    public PatientDraw(List<ListedFilm> films, List<String> findings, long seed, int draw) {
        this.films = films;
        var kinds = new TreeMap<String, String>();
        for (var film : films) {
            var labels = new StringBuilder();
            for (var finding : findings) {
                labels.append(film.label(finding) == Label.POSITIVE ? '+' : '-');
            }
            kinds.merge(film.person(), film.source() + " " + labels, PatientDraw::moreFindings);
        }
        kinds.forEach((person, kind) ->
                peopleByKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(person));
        var stratum = 0;
        for (var people : peopleByKind.values()) {
            shuffle(people, Chance.of(seed, Chance.Purpose.LABEL_DRAW, draw, stratum++));
        }
    }

    /** A patient has what any of their films shows. */
    private static String moreFindings(String one, String other) {
        var merged = new StringBuilder();
        for (var i = 0; i < one.length(); i++) {
            merged.append(other.charAt(i) == '+' ? '+' : one.charAt(i));
        }
        return merged.toString();
    }

    private static void shuffle(List<String> people, Chance chance) {
        var order = chance.permutation(people.size());
        var shuffled = new ArrayList<String>();
        for (var i : order) {
            shuffled.add(people.get(i));
        }
        for (var i = 0; i < order.length; i++) {
            people.set(i, shuffled.get(i));
        }
    }

    /** Positions of the films of a share of the patients, at least one of each kind. */
    public int[] share(double fraction) {
        var chosen = new HashSet<String>();
        peopleByKind
                .values()
                .forEach(people -> chosen.addAll(people.subList(0, (int)
                        Math.max(1, Math.min(people.size(), Math.round(fraction * people.size()))))));
        return IntStream.range(0, films.size())
                .filter(i -> chosen.contains(films.get(i).person()))
                .toArray();
    }
}
