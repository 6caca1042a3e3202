package org.mococxr.pretraining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.mococxr.chance.Chance;
import org.mococxr.filmlist.ListedFilm;

/** Which film shows a query's counterpart: the film itself, or another one of its study, drawn anew each epoch. */
final class StudyPartners {
    private final long seed;
    private final int[][] othersOf;

    /** Films without a study id are alone in theirs. */
    StudyPartners(List<ListedFilm> films, Positives positives, long seed) {
        this.seed = seed;
        var studies = new HashMap<String, List<Integer>>();
        for (var i = 0; i < films.size(); i++) {
            var film = films.get(i);
            var alone = positives == Positives.SAME_FILM || film.study().isEmpty();
            var study = alone ? "film " + i : film.person() + "/" + film.study();
            studies.computeIfAbsent(study, s -> new ArrayList<>()).add(i);
        }
        othersOf = new int[films.size()][];
        studies.values()
                .forEach(study -> study.forEach(film -> othersOf[film] = study.stream()
                        .filter(other -> !other.equals(film))
                        .mapToInt(i -> i)
                        .toArray()));
    }

    /** Films that have another one of their study. */
    int paired() {
        var count = 0;
        for (var others : othersOf) {
            count += others.length > 0 ? 1 : 0;
        }
        return count;
    }

    int[] of(int[] films, long epoch) {
        var partners = new int[films.length];
        for (var i = 0; i < films.length; i++) {
            var others = othersOf[films[i]];
            partners[i] = others.length == 0
                    ? films[i]
                    : others[
                            Chance.of(seed, Chance.Purpose.STUDY_PARTNER, epoch, films[i])
                                    .below(others.length)];
        }
        return partners;
    }
}
