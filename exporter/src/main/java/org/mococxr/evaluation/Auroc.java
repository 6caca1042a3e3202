package org.mococxr.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Area under the ROC curve: the probability that a film with the finding scores above one without it, a tie counting one half
 * (Mann-Whitney U / positives x negatives). It does not exist when all films are of one kind.
 */
public final class Auroc {
    /** For {@link Bootstrap}. */
    public static final Statistic STATISTIC = Auroc::weighted;

    private Auroc() {}

    public static OptionalDouble of(ScoredFilms films) {
        int[] once = new int[films.size()];
        Arrays.fill(once, 1);
        double area = weighted(films, once);
        return Double.isNaN(area) ? OptionalDouble.empty() : OptionalDouble.of(area);
    }

    /** For films that each belong to another patient, or where no interval is wanted. */
    public static OptionalDouble of(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(scores.length + " scores for " + positive.length + " labels");
        }
        List<ScoredFilm> films = new ArrayList<>(scores.length);
        for (int i = 0; i < scores.length; i++) {
            films.add(new ScoredFilm(Integer.toString(i), "", positive[i], scores[i]));
        }
        return of(ScoredFilms.of(films));
    }

    /** @return the area with its 95 % interval, {@link Bootstrap#REPLICATES} replicates clustered by patient */
    public static Optional<Estimate> withInterval(ScoredFilms films, long seed) {
        return new Bootstrap(seed).estimate(films, STATISTIC);
    }

    private static double weighted(ScoredFilms films, int[] times) {
        double wins = 0;
        long positives = 0;
        long negatives = 0;
        int rank = 0;
        while (rank < films.size()) {
            double score = films.scoreAt(rank);
            long positivesHere = 0;
            long negativesHere = 0;
            for (; rank < films.size() && films.scoreAt(rank) == score; rank++) {
                if (films.positiveAt(rank)) {
                    positivesHere += times[rank];
                } else {
                    negativesHere += times[rank];
                }
            }
            wins += positivesHere * (negatives + 0.5 * negativesHere);
            positives += positivesHere;
            negatives += negativesHere;
        }
        return positives == 0 || negatives == 0 ? Double.NaN : wins / ((double) positives * negatives);
    }
}
