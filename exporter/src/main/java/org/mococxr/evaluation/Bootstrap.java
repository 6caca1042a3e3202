package org.mococxr.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * 95 % percentile intervals from resampling patients with replacement. Replicates in which the figure does not exist are left out;
 * when that is more than half of them there is no interval to speak of and none is given.
 */
public final class Bootstrap {
    public static final int REPLICATES = 2_000;

    private final long seed;
    private final int replicates;

    public Bootstrap(long seed) {
        this(seed, REPLICATES);
    }

    public Bootstrap(long seed, int replicates) {
        if (replicates < 100) {
            throw new IllegalArgumentException("a 95 % interval needs at least 100 replicates, was " + replicates);
        }
        this.seed = seed;
        this.replicates = replicates;
    }

    public Optional<Estimate> estimate(ScoredFilms films, Statistic statistic) {
        return estimate(films.patients(), drawn -> statistic.of(films, timesDrawn(films, drawn)));
    }

    /**
     * How much better {@code ours} is than {@code theirs} on the same films: both arms see the same draw of patients in every replicate,
     * so what they share (which films were drawn) cancels.
     */
    public Optional<Estimate> difference(ScoredFilms ours, ScoredFilms theirs, Statistic statistic) {
        if (ours.size() != theirs.size()
                || !ours.sharesPatientsWith(theirs)
                || ours.positives() != theirs.positives()) {
            throw new IllegalArgumentException("a paired difference needs the same films in both arms; were "
                    + ours.size() + " films of " + ours.patients() + " patients and " + theirs.size() + " films of "
                    + theirs.patients() + " patients");
        }
        return estimate(
                ours.patients(),
                drawn -> statistic.of(ours, timesDrawn(ours, drawn)) - statistic.of(theirs, timesDrawn(theirs, drawn)));
    }

    /**
     * A share among films (sensitivity, specificity, positivity): the wider of the bootstrap interval and Wilson's for {@code trials}.
     * At 100 % or 0 % every replicate agrees and the bootstrap alone would claim certainty from a handful of films.
     */
    public Optional<Estimate> share(ScoredFilms films, Statistic statistic, int trials) {
        return estimate(films, statistic).map(bootstrap -> {
            Estimate wilson = Estimate.ofShare(bootstrap.value(), trials);
            return new Estimate(
                    bootstrap.value(),
                    Math.min(bootstrap.lower(), wilson.lower()),
                    Math.max(bootstrap.upper(), wilson.upper()));
        });
    }

    /**
     * The mean of one value per film.
     *
     * @param patients whose film each value belongs to
     */
    public Optional<Estimate> mean(List<String> patients, double[] values) {
        if (patients.size() != values.length) {
            throw new IllegalArgumentException("a mean needs one patient for each of its values, was given "
                    + patients.size() + " and " + values.length);
        }
        var indices = new HashMap<String, Integer>();
        int[] patientOf = patients.stream()
                .mapToInt(patient -> indices.computeIfAbsent(patient, p -> indices.size()))
                .toArray();
        return estimate(indices.size(), drawn -> {
            double sum = 0;
            long films = 0;
            for (int i = 0; i < values.length; i++) {
                sum += drawn[patientOf[i]] * values[i];
                films += drawn[patientOf[i]];
            }
            return films == 0 ? Double.NaN : sum / films;
        });
    }

    private Optional<Estimate> estimate(int patients, ToDoubleFunction<int[]> figure) {
        if (patients == 0) {
            return Optional.empty();
        }
        int[] drawn = new int[patients];
        Arrays.fill(drawn, 1);
        double value = figure.applyAsDouble(drawn);
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        var random = new SplittableRandom(seed);
        double[] figures = new double[replicates];
        int defined = 0;
        for (int replicate = 0; replicate < replicates; replicate++) {
            Arrays.fill(drawn, 0);
            for (int i = 0; i < patients; i++) {
                drawn[random.nextInt(patients)]++;
            }
            double drawnFigure = figure.applyAsDouble(drawn);
            if (!Double.isNaN(drawnFigure)) {
                figures[defined++] = drawnFigure;
            }
        }
        if (2 * defined < replicates) {
            return Optional.empty();
        }
        double[] sorted = Arrays.copyOf(figures, defined);
        Arrays.sort(sorted);
        return Optional.of(new Estimate(value, quantile(sorted, 0.025), quantile(sorted, 0.975)));
    }

    private static int[] timesDrawn(ScoredFilms films, int[] patientsDrawn) {
        int[] times = new int[films.size()];
        for (int rank = 0; rank < times.length; rank++) {
            times[rank] = patientsDrawn[films.patientAt(rank)];
        }
        return times;
    }

    /** Linear between order statistics (type 7, the usual default). */
    private static double quantile(double[] sorted, double fraction) {
        double position = fraction * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
