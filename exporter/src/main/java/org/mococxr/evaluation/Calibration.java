package org.mococxr.evaluation;

/**
 * Temperature scaling of one finding (Guo et al. 2017): probability = sigmoid(logit / temperature), with the temperature that makes the
 * validation labels most likely. It changes no ranking, so AUROC stays as it is.
 *
 * @param eceBefore expected calibration error over ten bins of equal width, temperature 1
 * @param brierBefore mean squared distance of probability and label, temperature 1
 */
public record Calibration(
        double temperature, double eceBefore, double eceAfter, double brierBefore, double brierAfter, int films) {
    /** Beyond these the labels say "as sharp (or as flat) as you like", as separable films do. */
    static final double SHARPEST = 0.05;

    static final double FLATTEST = 20;
    private static final int BINS = 10;

    public Calibration {
        if (!(temperature > 0) || !Double.isFinite(temperature)) {
            throw new IllegalArgumentException("a temperature must be positive, was " + temperature);
        }
    }

    /** @param logits the films scored with raw logits */
    public static Calibration fit(ScoredFilms logits) {
        if (logits.size() == 0) {
            throw new IllegalArgumentException("calibration needs validation films with a known label, found none");
        }
        double temperature = 1 / mostLikelySharpness(logits);
        ScoredFilms before = logits.rescored(Calibration::sigmoid);
        ScoredFilms after = logits.rescored(logit -> sigmoid(logit / temperature));
        return new Calibration(
                temperature,
                expectedCalibrationError(before),
                expectedCalibrationError(after),
                brier(before),
                brier(after),
                logits.size());
    }

    public double probability(double logit) {
        return sigmoid(logit / temperature);
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
     * The negative log likelihood sum(log(1 + exp(b z)) - y b z) is convex in b = 1 / temperature; its slope sum(z (sigmoid(b z) - y)) is
     * bisected.
     */
    private static double mostLikelySharpness(ScoredFilms logits) {
        double low = 1 / FLATTEST;
        double high = 1 / SHARPEST;
        if (slope(logits, high) <= 0) {
            return high;
        }
        if (slope(logits, low) >= 0) {
            return low;
        }
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (slope(logits, middle) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double slope(ScoredFilms logits, double sharpness) {
        double slope = 0;
        for (ScoredFilm film : logits.ranked()) {
            slope += film.score() * (sigmoid(sharpness * film.score()) - (film.positive() ? 1 : 0));
        }
        return slope;
    }
}
