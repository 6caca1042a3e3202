package org.mococxr.appliance.screening;

/**
 * One finding on one film.
 *
 * @param finding such as {@code pleural_effusion}
 * @param probability calibrated, 0 to 1
 * @param suggestive whether the probability reaches the threshold
 * @param nearCutOff whether it lies so close to the threshold that another film of the same person may fall on the other side
 * @param operatingPoint name of the package's operating point that gave the threshold
 * @param thresholdProbability 0 to 1
 * @param heatMap what in the film spoke for and against
 */
public record Assessment(
        String finding,
        double probability,
        boolean suggestive,
        boolean nearCutOff,
        String operatingPoint,
        double thresholdProbability,
        HeatMap heatMap) {
    /** Half the width of the band around the threshold, in log odds: at 50 % it reaches from 47.5 to 52.5 %. */
    private static final double NEAR_LOG_ODDS = 0.1;

    public Assessment {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "a probability of %s must be 0 to 1, was %s".formatted(finding, probability));
        }
    }

    /** Compares with the threshold: reaching it is suggestive. */
    public static Assessment of(
            String finding, double probability, String operatingPoint, double thresholdProbability, HeatMap heatMap) {
        return new Assessment(
                finding,
                probability,
                probability >= thresholdProbability,
                isNear(probability, thresholdProbability),
                operatingPoint,
                thresholdProbability,
                heatMap);
    }

    /** Log odds, so that the band is as narrow for rare findings with low thresholds as it should be. */
    static boolean isNear(double probability, double threshold) {
        return Math.abs(logOddsAbove(probability, threshold)) <= NEAR_LOG_ODDS;
    }

    /** How far a probability lies above a threshold, in log odds; comparable between models with different thresholds. */
    public static double logOddsAbove(double probability, double threshold) {
        return logOdds(probability) - logOdds(threshold);
    }

    private static double logOdds(double probability) {
        return Math.log(probability / (1 - probability));
    }

    public Decision decision() {
        if (nearCutOff) {
            return Decision.NEAR_CUT_OFF;
        }
        return suggestive ? Decision.SUGGESTIVE : Decision.NOT_SUGGESTIVE;
    }

    /** The side of the cut-off and whether it is near, for files and interfaces: {@code suggestive_near_cut_off}. */
    public String code() {
        return (suggestive ? Decision.SUGGESTIVE : Decision.NOT_SUGGESTIVE).code()
                + (nearCutOff ? "_near_cut_off" : "");
    }
}
