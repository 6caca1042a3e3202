package org.mococxr.gate;

/**
 * Which films a site lets through; what a film is (a front view of a chest, in greys) is not for a policy to decide.
 *
 * @param minSidePixels shorter side
 * @param minPixels both sides multiplied
 * @param minAgeYears films of younger people are refused
 * @param copies whose secondary captures are taken for films
 */
public record GatePolicy(
        int minSidePixels,
        long minPixels,
        boolean requireKnownView,
        boolean requireKnownAge,
        int minAgeYears,
        CopySenders copies) {
    /** Below this nothing can be seen, whatever the purpose. */
    private static final int SMALLEST_SIDE_PIXELS = 32;

    public GatePolicy {
        if (minSidePixels < SMALLEST_SIDE_PIXELS || minPixels < 0 || minAgeYears < 0) {
            throw new IllegalArgumentException(
                    "a gate needs at least %d pixels a side and no negative limits, got %d, %d and %d years"
                            .formatted(SMALLEST_SIDE_PIXELS, minSidePixels, minPixels, minAgeYears));
        }
    }

    /** For patients: WHO recommends computer-aided detection of tuberculosis from 15 years on. */
    public static GatePolicy clinical() {
        return new GatePolicy(900, 1_000_000, true, true, 15, CopySenders.all());
    }

    /** For public and archived films that were reduced and stripped: size, unknown view and unknown age do not matter. */
    public static GatePolicy research() {
        return new GatePolicy(SMALLEST_SIDE_PIXELS, 0, false, false, 15, CopySenders.all());
    }

    /** The same, with secondary captures from these senders only. */
    public GatePolicy withCopies(CopySenders from) {
        return new GatePolicy(minSidePixels, minPixels, requireKnownView, requireKnownAge, minAgeYears, from);
    }
}
