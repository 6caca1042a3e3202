package org.mococxr.assessment;

import org.mococxr.evaluation.ScoredFilms;
import org.mococxr.evaluation.Statistic;

/** Figures of a ranking beside its AUROC. Films of equal score are passed together. */
public final class RankStatistics {
    private RankStatistics() {}

    /** Running counts from the highest score down. */
    private static final class Sweep {
        private final ScoredFilms films;
        private final int[] times;
        private int rank;
        private long positives;
        private long negatives;

        Sweep(ScoredFilms films, int[] times) {
            this.films = films;
            this.times = times;
            rank = films.size() - 1;
        }

        /** Takes all films of the next lower score; false when there are no more. */
        boolean descend() {
            if (rank < 0) {
                return false;
            }
            var score = films.ranked().get(rank).score();
            for (; rank >= 0 && films.ranked().get(rank).score() == score; rank--) {
                if (films.ranked().get(rank).positive()) {
                    positives += times[rank];
                } else {
                    negatives += times[rank];
                }
            }
            return true;
        }
    }

    private static long count(ScoredFilms films, int[] times, boolean positive) {
        var count = 0L;
        for (var rank = 0; rank < films.size(); rank++) {
            count += films.ranked().get(rank).positive() == positive ? times[rank] : 0;
        }
        return count;
    }

    /**
     * Average precision: precision at each score, weighted by the share of positives found there. Depends on how many films have the
     * finding, unlike AUROC.
     */
    public static Statistic averagePrecision() {
        return (films, times) -> {
            var all = count(films, times, true);
            if (all == 0) {
                return Double.NaN;
            }
            var sweep = new Sweep(films, times);
            var area = 0.0;
            var found = 0L;
            while (sweep.descend()) {
                if (sweep.positives > found) {
                    area += (double) (sweep.positives - found)
                            / all
                            * sweep.positives
                            / (sweep.positives + sweep.negatives);
                    found = sweep.positives;
                }
            }
            return area;
        };
    }

    /** The highest sensitivity of all thresholds that leave at least this share of the films without the finding alone. */
    public static Statistic sensitivityAtSpecificity(double specificity) {
        return (films, times) -> {
            var with = count(films, times, true);
            var without = count(films, times, false);
            if (with == 0 || without == 0) {
                return Double.NaN;
            }
            var sweep = new Sweep(films, times);
            var found = 0L;
            while (sweep.descend() && without - sweep.negatives >= specificity * without) {
                found = sweep.positives;
            }
            return (double) found / with;
        };
    }

    /** The highest specificity of all thresholds that find at least this share of the films with the finding. */
    public static Statistic specificityAtSensitivity(double sensitivity) {
        return (films, times) -> {
            var with = count(films, times, true);
            var without = count(films, times, false);
            if (with == 0 || without == 0) {
                return Double.NaN;
            }
            var sweep = new Sweep(films, times);
            while (sweep.descend()) {
                if (sweep.positives >= sensitivity * with) {
                    break;
                }
            }
            return (double) (without - sweep.negatives) / without;
        };
    }
}
