package org.mococxr.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.labels.PatientDraw;

/** Which films each trial learns from and which it is asked about: the same for every arm and mode. */
final class TrialFilms {
    private final SweepPlan plan;
    private final List<ListedFilm> train;
    private final List<ListedFilm> asked;
    private final Map<Integer, PatientDraw> draws = new HashMap<>();

    TrialFilms(SweepPlan plan, List<ListedFilm> train, List<ListedFilm> asked) {
        this.plan = plan;
        this.train = train;
        this.asked = asked;
    }

    /** Positions among the training films. */
    int[] learnedFrom(Trial trial) {
        return trial.heldOut()
                .map(source -> where(train, film -> !film.source().equals(source)))
                .orElseGet(() -> draws.computeIfAbsent(
                                trial.draw(), draw -> new PatientDraw(train, plan.findings(), plan.seed(), draw))
                        .share(trial.fraction()));
    }

    /** Positions among the films that can be asked about. */
    int[] askedAbout(Trial trial) {
        return where(asked, film -> trial.heldOut().map(film.source()::equals).orElse(true));
    }

    private static int[] where(List<ListedFilm> films, Predicate<ListedFilm> wanted) {
        return IntStream.range(0, films.size())
                .filter(i -> wanted.test(films.get(i)))
                .toArray();
    }

    long patients(int[] chosen) {
        return IntStream.of(chosen)
                .mapToObj(i -> train.get(i).person())
                .distinct()
                .count();
    }
}
