package org.mococxr.evaluation;

import java.util.Locale;

/**
 * A threshold on the calibrated probability and what it did on the films it was chosen on. A film counts as positive when its
 * probability reaches the threshold.
 *
 * @param name {@code sensitivity90}, {@code specificity70} or {@code balanced}
 * @param thresholdProbability 0 to 1, lies between two films' scores so that rounding in another engine does not move a film across
 * @param positivity share of all validation films at or above the threshold; on films with another share of sick people it will differ
 * @param films how many films with a known label stand behind the figures
 * @param positives how many of them have the finding
 */
public record OperatingPoint(
        String name,
        double thresholdProbability,
        Estimate expectedSensitivity,
        Estimate expectedSpecificity,
        Estimate positivity,
        int films,
        int positives) {
    public OperatingPoint {
        if (!(thresholdProbability > 0 && thresholdProbability < 1)) {
            throw new IllegalArgumentException("a threshold must lie between 0 and 1, was " + thresholdProbability
                    + " for operating point " + name);
        }
        if (positives < 1 || positives >= films) {
            throw new IllegalArgumentException("operating point " + name
                    + " needs films with and without the finding, was given " + positives + " positive of " + films);
        }
    }

    public boolean isReachedBy(double probability) {
        return probability >= thresholdProbability;
    }

    /** @return one sentence for a model card or a terminal */
    public String inWords() {
        return String.format(
                Locale.ROOT,
                "A film counts as positive from a score of %.3f. On %d validation films (%d with the finding) this found %s of those"
                        + " with the finding, left %s of those without it alone, and marked %s of all films.",
                thresholdProbability,
                films,
                positives,
                expectedSensitivity.inPercent(),
                expectedSpecificity.inPercent(),
                positivity.inPercent());
    }
}
