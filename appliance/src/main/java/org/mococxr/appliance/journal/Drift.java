package org.mococxr.appliance.journal;

/**
 * Whether a share of an X-ray unit's films is another one than before, beyond what chance makes likely: a changed exposure,
 * collimation or processing shows so before anybody notices it on single films.
 */
public enum Drift {
    NONE,
    MORE,
    LESS;

    /** With fewer films on either side nothing is said. */
    static final int LEAST_FILMS = 20;

    /** Standard errors; chance alone passes it for about one comparison in 370. */
    private static final double LIMIT = 3;

    /**
     * Two-proportion z-test with the pooled share.
     *
     * @param part of {@code whole} films now
     * @param partBefore of {@code wholeBefore} films in the time to compare with
     */
    static Drift of(long part, long whole, long partBefore, long wholeBefore) {
        if (whole < LEAST_FILMS || wholeBefore < LEAST_FILMS) {
            return NONE;
        }
        var pooled = (double) (part + partBefore) / (whole + wholeBefore);
        var error = Math.sqrt(pooled * (1 - pooled) * (1.0 / whole + 1.0 / wholeBefore));
        var difference = (double) part / whole - (double) partBefore / wholeBefore;
        return Math.abs(difference) <= LIMIT * error ? NONE : difference > 0 ? MORE : LESS;
    }

    /** Of all films, the refused ones. */
    public static Drift ofRefusals(DayCounts.Device now, DayCounts.Device before) {
        return of(now.refused(), now.films(), before.refused(), before.films());
    }

    /** Of the films that were not refused, the suggestive ones. */
    public static Drift ofPositivity(DayCounts.Device now, DayCounts.Device before) {
        return of(
                now.suggestive(), now.films() - now.refused(), before.suggestive(), before.films() - before.refused());
    }
}
