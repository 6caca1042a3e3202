package org.mococxr.assessment;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.mococxr.evaluation.Auroc;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.ScoredFilm;
import org.mococxr.evaluation.ScoredFilms;

/**
 * The mean AUROC over models trained on several draws of labels, all asked about the same films. Each of 2,000 replicates resamples the
 * patients once for all models, and the draws: the 95 % interval holds the chance of both. Two arms see the same resamples, so that what
 * they share cancels in their difference.
 */
public final class DrawsBootstrap {
    private static final int REPLICATES = 2_000;

    private final long seed;

    public DrawsBootstrap(long seed) {
        this.seed = seed;
    }

    /** One arm's films in every draw, with the place of each film's patient among all patients. */
    private record Arm(List<ScoredFilms> draws, int[][] patientOf, int patients) {
        static Arm of(List<ScoredFilms> draws) {
            var patients = List.copyOf(new TreeSet<>(
                    draws.get(0).ranked().stream().map(ScoredFilm::patient).toList()));
            var patientOf = draws.stream()
                    .map(films -> films.ranked().stream()
                            .mapToInt(film -> Collections.binarySearch(patients, film.patient()))
                            .toArray())
                    .toArray(int[][]::new);
            return new Arm(draws, patientOf, patients.size());
        }

        /** Mean over draws, each counting so many times; NaN where there are only films of one kind. */
        double mean(int[] timesPatient, int[] timesDraw) {
            var sum = 0.0;
            var count = 0;
            for (var d = 0; d < draws.size(); d++) {
                if (timesDraw[d] > 0) {
                    var of = patientOf[d];
                    var times = new int[of.length];
                    for (var rank = 0; rank < of.length; rank++) {
                        times[rank] = timesPatient[of[rank]];
                    }
                    sum += timesDraw[d] * Auroc.STATISTIC.of(draws.get(d), times);
                    count += timesDraw[d];
                }
            }
            return sum / count;
        }
    }

    /** @return absent where it does not exist, or does not in most replicates */
    public Optional<Estimate> mean(List<ScoredFilms> draws) {
        var arm = Arm.of(draws);
        return estimate(arm, (patients, drawn) -> arm.mean(patients, drawn));
    }

    /**
     * Ours less theirs.
     *
     * @throws IllegalArgumentException if the arms have other numbers of draws or patients
     */
    public Optional<Estimate> difference(List<ScoredFilms> ours, List<ScoredFilms> theirs) {
        var our = Arm.of(ours);
        var their = Arm.of(theirs);
        if (ours.size() != theirs.size() || our.patients() != their.patients()) {
            throw new IllegalArgumentException("%d draws of %d patients cannot be paired with %d draws of %d patients"
                    .formatted(ours.size(), our.patients(), theirs.size(), their.patients()));
        }
        return estimate(our, (patients, drawn) -> our.mean(patients, drawn) - their.mean(patients, drawn));
    }

    @FunctionalInterface
    private interface Figure {
        double of(int[] timesPatient, int[] timesDraw);
    }

    private Optional<Estimate> estimate(Arm arm, Figure figure) {
        var once = ones(arm.patients());
        var value = figure.of(once, ones(arm.draws().size()));
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        var random = new SplittableRandom(seed);
        var figures = new double[REPLICATES];
        for (var i = 0; i < REPLICATES; i++) {
            figures[i] = figure.of(
                    resampled(random, arm.patients()),
                    resampled(random, arm.draws().size()));
        }
        var known =
                Arrays.stream(figures).filter(f -> !Double.isNaN(f)).sorted().toArray();
        return 2 * known.length < REPLICATES
                ? Optional.empty()
                : Optional.of(new Estimate(value, quantile(known, 0.025), quantile(known, 0.975)));
    }

    private static int[] ones(int count) {
        var ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int[] resampled(SplittableRandom random, int count) {
        var times = new int[count];
        for (var i = 0; i < count; i++) {
            times[random.nextInt(count)]++;
        }
        return times;
    }

    private static double quantile(double[] sorted, double fraction) {
        var at = fraction * (sorted.length - 1);
        var below = (int) at;
        var above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
