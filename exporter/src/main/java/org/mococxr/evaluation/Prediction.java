package org.mococxr.evaluation;

/**
 * One line of {@code predictions.csv}: what a fine-tuned network said about one film and one finding with a known label.
 *
 * @param file the film as named in the film list
 * @param probability sigmoid of the logit, uncalibrated
 */
public record Prediction(
        String file,
        String patient,
        String source,
        String split,
        String finding,
        boolean label,
        double logit,
        double probability) {
    /** The same film with another score. */
    public Prediction withLogit(double other) {
        return new Prediction(file, patient, source, split, finding, label, other, Calibration.sigmoid(other));
    }
}
