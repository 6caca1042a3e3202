package org.mococxr.evaluation;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Logistic calibration of one finding (Platt 1999): probability = sigmoid((logit - offset) / temperature), with the two values that make
 * the validation labels most likely. It changes no ranking, so AUROC stays as it is.
 *
 * <p>Temperature alone (Guo et al. 2017) is not enough here: training with balanced classes, or stopped early, leaves logits whose even
 * odds lie away from 0, and sharpening those moved the calibration error from 0.09 to 0.24 on real films.
 *
 * @param offset the logit that stands for even odds
 * @param eceBefore expected calibration error over ten bins of equal width, with temperature 1 and offset 0
 * @param brierBefore mean squared distance of probability and label, with temperature 1 and offset 0
 */
public record Calibration(
        double temperature,
        double offset,
        double eceBefore,
        double eceAfter,
        double brierBefore,
        double brierAfter,
        int films) {
    /** Beyond these the labels say "as sharp (or as flat) as you like", as separable films do. */
    static final double SHARPEST = 0.05;

    static final double FLATTEST = 20;
    private static final int BINS = 10;

    public Calibration {
        if (!(temperature > 0) || !Double.isFinite(temperature) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException("a calibration needs a positive temperature and a finite offset, was "
                    + temperature + " and " + offset);
        }
    }

    /** @param logits the films scored with raw logits */
    public static Calibration fit(ScoredFilms logits) {
        if (logits.size() == 0) {
            throw new IllegalArgumentException("calibration needs validation films with a known label, found none");
        }
        double sharpness = mostLikelySharpness(logits);
        double temperature = 1 / sharpness;
        double offset = -mostLikelyShift(logits, sharpness) / sharpness;
        ScoredFilms before = logits.rescored(Calibration::sigmoid);
        ScoredFilms after = logits.rescored(logit -> sigmoid((logit - offset) / temperature));
        return new Calibration(
                temperature,
                offset,
                expectedCalibrationError(before),
                expectedCalibrationError(after),
                brier(before),
                brier(after),
                logits.size());
    }

    public double probability(double logit) {
        return sigmoid((logit - offset) / temperature);
    }

    public static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    /** Mean squared distance between probability and label. */
    public static double brier(ScoredFilms probabilities) {
        return probabilities.ranked().stream()
                .mapToDouble(film -> Math.pow(film.score() - (film.positive() ? 1 : 0), 2))
                .average()
                .orElse(Double.NaN);
    }

    /** Over ten bins of equal width: how far the mean probability is from the share of positives, weighted by films. */
    public static double expectedCalibrationError(ScoredFilms probabilities) {
        double[] sum = new double[BINS];
        double[] positives = new double[BINS];
        for (ScoredFilm film : probabilities.ranked()) {
            int bin = Math.min(BINS - 1, (int) (film.score() * BINS));
            sum[bin] += film.score();
            positives[bin] += film.positive() ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(sum[bin] - positives[bin]);
        }
        return error / probabilities.size();
    }

    /**
     * The negative log likelihood of labels under sigmoid(a logit + c) is convex in (a, c), and so it is in a alone when c is always the
     * best for it. There its slope is sum(logit (probability - label)), which is bisected.
     */
    private static double mostLikelySharpness(ScoredFilms logits) {
        return bisect(1 / FLATTEST, 1 / SHARPEST, sharpness -> {
            double shift = mostLikelyShift(logits, sharpness);
            return excess(logits, sharpness, shift, ScoredFilm::score);
        });
    }

    private static double mostLikelyShift(ScoredFilms logits, double sharpness) {
        double widest = 10
                + sharpness
                        * logits.ranked().stream()
                                .mapToDouble(film -> Math.abs(film.score()))
                                .max()
                                .orElse(0);
        return bisect(-widest, widest, shift -> excess(logits, sharpness, shift, film -> 1));
    }

    /**
     * Sum of weight (probability - label). Labels are pulled towards the middle by one imagined film of each kind, as Platt does: without
     * it, separable films would ask for certainty.
     */
    private static double excess(
            ScoredFilms logits, double sharpness, double shift, ToDoubleFunction<ScoredFilm> weight) {
        double present = (logits.positives() + 1.0) / (logits.positives() + 2.0);
        double absent = 1.0 / (logits.negatives() + 2.0);
        double excess = 0;
        for (ScoredFilm film : logits.ranked()) {
            double label = film.positive() ? present : absent;
            excess += weight.applyAsDouble(film) * (sigmoid(sharpness * film.score() + shift) - label);
        }
        return excess;
    }

    /** Where an ascending slope crosses 0, or the nearer end. */
    private static double bisect(double low, double high, DoubleUnaryOperator slope) {
        double below = low;
        double above = high;
        if (slope.applyAsDouble(above) <= 0) {
            return above;
        }
        if (slope.applyAsDouble(below) >= 0) {
            return below;
        }
        for (int i = 0; i < 50; i++) {
            double middle = (below + above) / 2;
            if (slope.applyAsDouble(middle) > 0) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return (below + above) / 2;
    }
}
