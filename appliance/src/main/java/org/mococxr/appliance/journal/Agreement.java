package org.mococxr.appliance.journal;

/**
 * What two models said about one finding on the same films, each by its own cut-off.
 *
 * @param films that both assessed
 * @param both both suggestive
 * @param onlyActive only the model in use
 * @param onlyShadow only the model that is tried out
 * @param meanDifference of the probabilities, without sign
 */
public record Agreement(
        String finding, long films, long both, long onlyActive, long onlyShadow, double meanDifference) {
    public long neither() {
        return films - both - onlyActive - onlyShadow;
    }

    /** Share of the films on which the two decide alike, 0 to 1; 1 where there is none to disagree on. */
    public double agreement() {
        return films == 0 ? 1 : (double) (both + neither()) / films;
    }

    public double positivityActive() {
        return films == 0 ? 0 : (double) (both + onlyActive) / films;
    }

    public double positivityShadow() {
        return films == 0 ? 0 : (double) (both + onlyShadow) / films;
    }
}
