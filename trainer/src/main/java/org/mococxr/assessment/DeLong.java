package org.mococxr.assessment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Two correlated AUROCs on the same films (DeLong, DeLong & Clarke-Pearson 1988), by ranks (Sun & Xu 2014). It takes films for
 * independent; where patients have several, the bootstrap clustered by patient is the one to believe, and this is its check.
 *
 * @param difference ours - theirs
 * @param standardError of the difference
 * @param p two-sided; 1 where the arms never differ
 */
public record DeLong(double ours, double theirs, double difference, double standardError, double p) {

    /**
     * @param ours scores of one model
     * @param theirs scores of the other on the same films, in the same order
     * @throws IllegalArgumentException if lengths differ or there are fewer than 2 films of a kind
     */
    public static DeLong of(double[] ours, double[] theirs, boolean[] positive) {
        var positives =
                IntStream.range(0, positive.length).filter(i -> positive[i]).toArray();
        var negatives =
                IntStream.range(0, positive.length).filter(i -> !positive[i]).toArray();
        if (ours.length != positive.length || theirs.length != positive.length) {
            throw new IllegalArgumentException(
                    "%d and %d scores for %d labels".formatted(ours.length, theirs.length, positive.length));
        }
        if (positives.length < 2 || negatives.length < 2) {
            throw new IllegalArgumentException(
                    "DeLong's variance needs 2 films of each kind, there are %d with and %d without"
                            .formatted(positives.length, negatives.length));
        }
        var our = new Components(ours, positives, negatives);
        var their = new Components(theirs, positives, negatives);
        var variance = variance(our.ofPositives, their.ofPositives) / positives.length
                + variance(our.ofNegatives, their.ofNegatives) / negatives.length;
        var difference = our.area - their.area;
        var error = Math.sqrt(variance);
        var p = error > 0 ? twoSided(difference / error) : difference == 0 ? 1 : 0;
        return new DeLong(our.area, their.area, difference, error, p);
    }

    /** For each film the share of films of the other kind that it is ranked rightly against. */
    private static final class Components {
        private final double[] ofPositives;
        private final double[] ofNegatives;
        private final double area;

        Components(double[] scores, int[] positives, int[] negatives) {
            var all = ranks(
                    scores,
                    IntStream.concat(Arrays.stream(positives), Arrays.stream(negatives))
                            .toArray());
            var amongPositives = ranks(scores, positives);
            var amongNegatives = ranks(scores, negatives);
            ofPositives = new double[positives.length];
            ofNegatives = new double[negatives.length];
            for (var i = 0; i < positives.length; i++) {
                ofPositives[i] = (all[i] - amongPositives[i]) / negatives.length;
            }
            for (var i = 0; i < negatives.length; i++) {
                ofNegatives[i] = 1 - (all[positives.length + i] - amongNegatives[i]) / positives.length;
            }
            area = Arrays.stream(ofPositives).average().orElse(Double.NaN);
        }

        /** Ranks from 1, equal scores sharing their mean. */
        private static double[] ranks(double[] scores, int[] chosen) {
            var order = IntStream.range(0, chosen.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> scores[chosen[i]]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            var ranks = new double[chosen.length];
            for (var from = 0; from < order.length; ) {
                var to = from;
                while (to < order.length && scores[chosen[order[to]]] == scores[chosen[order[from]]]) {
                    to++;
                }
                for (var i = from; i < to; i++) {
                    ranks[order[i]] = (from + 1 + to) / 2.0;
                }
                from = to;
            }
            return ranks;
        }
    }

    /** Of the differences, n - 1 in the denominator. */
    private static double variance(double[] ours, double[] theirs) {
        var differences = IntStream.range(0, ours.length)
                .mapToDouble(i -> ours[i] - theirs[i])
                .toArray();
        var mean = Arrays.stream(differences).average().orElse(0);
        return Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum() / (ours.length - 1);
    }

    /** Twice the normal tail, by the complementary error function of Numerical Recipes (relative error below 1.2e-7). */
    static double twoSided(double z) {
        var x = Math.abs(z) / Math.sqrt(2);
        var t = 1 / (1 + 0.5 * x);
        var polynomial = -1.26551223
                + t
                        * (1.00002368
                                + t
                                        * (0.37409196
                                                + t
                                                        * (0.09678418
                                                                + t
                                                                        * (-0.18628806
                                                                                + t
                                                                                        * (0.27886807
                                                                                                + t
                                                                                                        * (-1.13520398
                                                                                                                + t
                                                                                                                        * (1.48851587
                                                                                                                                + t
                                                                                                                                        * (-0.82215223
                                                                                                                                                + t
                                                                                                                                                        * 0.17087277))))))));
        return t * Math.exp(-x * x + polynomial);
    }
}
