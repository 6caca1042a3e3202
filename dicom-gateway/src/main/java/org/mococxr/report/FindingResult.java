package org.mococxr.report;

/**
 * One finding's outcome on one film.
 *
 * @param probability calibrated, 0..1
 * @param operatingPoint name of the operating point the decision was made at, such as {@code screening}
 * @param thresholdProbability its cut-off, 0..1
 */
public record FindingResult(
        ReportedFinding finding,
        double probability,
        Decision decision,
        String operatingPoint,
        double thresholdProbability) {
    public FindingResult {
        PlainText.require("operating point name", operatingPoint);
        requireFraction("probability", finding, probability);
        requireFraction("threshold", finding, thresholdProbability);
    }

    private static void requireFraction(String what, ReportedFinding finding, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " of " + finding.name() + " must be 0 to 1, was " + value);
        }
    }
}
