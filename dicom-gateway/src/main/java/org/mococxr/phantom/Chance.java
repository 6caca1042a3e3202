package org.mococxr.phantom;

/**
 * Seeded random numbers (SplitMix64) that split by purpose, so that drawing one more lung vessel does not move the
 * marker. Own arithmetic because the JDK does not promise the sequence of its generators. Not thread-safe.
 */
final class Chance {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private Chance(long state) {
        this.state = state;
    }

    /** The stream of one purpose under one seed. */
    static Chance of(long seed, String purpose) {
        long mixed = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < purpose.length(); i++) {
            mixed = mix(mixed * 31 + purpose.charAt(i) + GOLDEN_GAMMA);
        }
        return new Chance(mixed);
    }

    /** The hash behind every number here; also used directly with a pixel index as counter. */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    double next() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform in [low, high). */
    double between(double low, double high) {
        return low + (high - low) * next();
    }

    /** Uniform in low..high, both included. */
    int between(int low, int high) {
        return low + (int) (next() * (high - low + 1));
    }

    boolean happens(double probability) {
        return next() < probability;
    }

    /** -1 or 1. */
    int sign() {
        return happens(0.5) ? 1 : -1;
    }

    /** Standard normal (Box-Muller). */
    double gaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - next()));
        return radius * StrictMath.cos(2 * StrictMath.PI * next());
    }
}
