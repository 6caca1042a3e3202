package org.mococxr.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses thresholds on validation films: the highest that still finds 90 % of the films with the finding, the lowest that leaves 70 %
 * of the others alone (the two halves of the WHO target for tuberculosis triage), and the one where sensitivity + specificity is
 * largest (Youden). Figures come from the same films the threshold was chosen on and are slightly flattering for it.
 */
public final class OperatingPoints {
    public static final String SENSITIVITY_90 = "sensitivity90";
    public static final String SPECIFICITY_70 = "specificity70";
    public static final String BALANCED = "balanced";
    public static final List<String> NAMES = List.of(SENSITIVITY_90, SPECIFICITY_70, BALANCED);

    private OperatingPoints() {}

    /** @param films scored with calibrated probabilities */
    public static List<OperatingPoint> choose(ScoredFilms films, long seed) {
        if (films.positives() == 0 || films.negatives() == 0) {
            throw new IllegalArgumentException(
                    "operating points need validation films with and without the finding; found " + films.positives()
                            + " with and " + films.negatives() + " without");
        }
        List<Cut> cuts = cuts(films);
        // Cuts ascend: sensitivity only falls along them and specificity only rises.
        Cut sensitive = cuts.get(0);
        Cut balanced = cuts.get(0);
        for (Cut cut : cuts) {
            sensitive = cut.sensitivity >= 0.9 ? cut : sensitive;
            balanced = cut.sensitivity + cut.specificity > balanced.sensitivity + balanced.specificity ? cut : balanced;
        }
        Cut specific = cuts.stream()
                .filter(cut -> cut.specificity >= 0.7)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "more than 30 % of the " + films.negatives() + " validation films without the finding have the"
                                + " saturated score 1; no threshold can leave 70 % of them alone"));
        return List.of(
                point(SENSITIVITY_90, sensitive.threshold, films, seed),
                point(SPECIFICITY_70, specific.threshold, films, seed),
                point(BALANCED, balanced.threshold, films, seed));
    }

    private static OperatingPoint point(String name, double threshold, ScoredFilms films, long seed) {
        var bootstrap = new Bootstrap(seed);
        return new OperatingPoint(
                name,
                threshold,
                share(bootstrap, films, Statistic.sensitivity(threshold), films.positives()),
                share(bootstrap, films, Statistic.specificity(threshold), films.negatives()),
                share(bootstrap, films, Statistic.positivity(threshold), films.size()),
                films.size(),
                films.positives());
    }

    /** All films of one kind from a single patient leave too few replicates for an interval: then nothing is known, 0 to 1. */
    private static Estimate share(Bootstrap bootstrap, ScoredFilms films, Statistic statistic, int trials) {
        int[] once = new int[films.size()];
        Arrays.fill(once, 1);
        return bootstrap.share(films, statistic, trials).orElseGet(() -> new Estimate(statistic.of(films, once), 0, 1));
    }

    private record Cut(double threshold, double sensitivity, double specificity) {}

    /** Every threshold that separates two neighbouring scores, and one beyond each end, ascending. */
    private static List<Cut> cuts(ScoredFilms films) {
        List<Cut> cuts = new ArrayList<>();
        double below = 0;
        int positivesBelow = 0;
        int negativesBelow = 0;
        for (int rank = 0; rank <= films.size(); rank++) {
            double here = rank < films.size() ? films.scoreAt(rank) : 1;
            double threshold = below + (here - below) / 2;
            if (threshold > below && threshold < 1) {
                cuts.add(new Cut(
                        threshold,
                        1 - (double) positivesBelow / films.positives(),
                        (double) negativesBelow / films.negatives()));
            }
            if (rank < films.size()) {
                below = here;
                positivesBelow += films.positiveAt(rank) ? 1 : 0;
                negativesBelow += films.positiveAt(rank) ? 0 : 1;
            }
        }
        if (cuts.isEmpty()) {
            throw new IllegalArgumentException("all " + films.size()
                    + " validation films have the same saturated score; no threshold can separate them");
        }
        return cuts;
    }
}
