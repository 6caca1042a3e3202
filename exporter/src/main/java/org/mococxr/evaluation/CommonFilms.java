package org.mococxr.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The films of known label that two models were asked about, for one finding: their predictions in the same order. */
public record CommonFilms(List<Prediction> ours, List<Prediction> theirs) {
    /** Two collections may use one file name for different films. */
    private record Film(String source, String file) {
        static Film of(Prediction prediction) {
            return new Film(prediction.source(), prediction.file());
        }
    }

    public CommonFilms {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
    }

    /** @throws IllegalArgumentException if the two disagree about a film's label */
    public static CommonFilms of(String finding, List<Prediction> ours, List<Prediction> theirs) {
        Map<Film, Prediction> known = new HashMap<>();
        theirs.stream()
                .filter(prediction -> prediction.finding().equals(finding))
                .forEach(prediction -> known.put(Film.of(prediction), prediction));
        var common = new ArrayList<Prediction>();
        var same = new ArrayList<Prediction>();
        for (Prediction prediction : ours) {
            Prediction other = known.get(Film.of(prediction));
            if (!prediction.finding().equals(finding) || other == null) {
                continue;
            }
            if (other.label() != prediction.label()) {
                throw new IllegalArgumentException("the two lists of predictions disagree about the label of "
                        + prediction.file() + " for " + finding
                        + "; paired figures need the same films with the same labels");
            }
            common.add(prediction);
            same.add(other);
        }
        return new CommonFilms(common, same);
    }

    public ScoredFilms ourScores(ToDoubleFunction<Prediction> score) {
        return scored(ours, score);
    }

    public ScoredFilms theirScores(ToDoubleFunction<Prediction> score) {
        return scored(theirs, score);
    }

    /** By how much our AUROC is higher, paired over patients; empty where too few films tell. */
    public Optional<Estimate> aurocDifference(long seed) {
        ScoredFilms our = ourScores(Prediction::logit);
        return our.positives() == 0 || our.negatives() == 0
                ? Optional.empty()
                : new Bootstrap(seed).difference(our, theirScores(Prediction::logit), Auroc.STATISTIC);
    }

    private static ScoredFilms scored(List<Prediction> films, ToDoubleFunction<Prediction> score) {
        return ScoredFilms.of(films.stream()
                .map(film -> new ScoredFilm(film.patient(), film.source(), film.label(), score.applyAsDouble(film)))
                .toList());
    }
}
