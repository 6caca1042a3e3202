package org.mococxr.evaluation;

/** A figure over scored films in which each film may count several times, as a bootstrap replicate draws it. */
@FunctionalInterface
public interface Statistic {
    /**
     * @param timesDrawn how often the film of each rank counts (see {@link ScoredFilms#ranked()}); 1 everywhere for the films as they are
     * @return the figure, or NaN where it does not exist (for example an AUROC without a single positive film)
     */
    double of(ScoredFilms films, int[] timesDrawn);

    /** Share of films with the finding whose score reaches the threshold. */
    static Statistic sensitivity(double threshold) {
        return (films, times) -> share(films, times, threshold, true, false);
    }

    /** Share of films without the finding whose score stays below the threshold. */
    static Statistic specificity(double threshold) {
        return (films, times) -> 1 - share(films, times, threshold, false, true);
    }

    /** Share of all films whose score reaches the threshold. */
    static Statistic positivity(double threshold) {
        return (films, times) -> share(films, times, threshold, true, true);
    }

    private static double share(
            ScoredFilms films, int[] times, double threshold, boolean countPositives, boolean countNegatives) {
        long reached = 0;
        long all = 0;
        for (int rank = 0; rank < films.size(); rank++) {
            if (films.positiveAt(rank) ? countPositives : countNegatives) {
                all += times[rank];
                reached += films.scoreAt(rank) >= threshold ? times[rank] : 0;
            }
        }
        return all == 0 ? Double.NaN : (double) reached / all;
    }
}
