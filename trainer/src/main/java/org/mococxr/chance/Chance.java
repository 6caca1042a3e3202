package org.mococxr.chance;

/** A short stream of random numbers with a fixed place in the run (SplitMix64). Not for sharing between threads; make one where it is used. */
public final class Chance {
    /** What randomness is for; streams of different purposes are independent. */
    public enum Purpose {
        WEIGHTS,
        QUEUE,
        FILM_ORDER,
        KEY_ORDER,
        VIEW,
        LABEL_DRAW,
        STUDY_PARTNER,
        INPUT_CHECK
    }

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    private Chance(long state) {
        this.state = state;
    }

    /** @param place where in the run, such as epoch, film, view; another place, another stream */
    public static Chance of(long seed, Purpose purpose, long... place) {
        var key = mix(seed + GOLDEN_GAMMA) ^ mix(purpose.ordinal() * GOLDEN_GAMMA + 1);
        for (var at : place) {
            key = mix(key + GOLDEN_GAMMA + mix(at + GOLDEN_GAMMA));
        }
        return new Chance(key);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in 0 (included) to 1 (excluded). */
    public double uniform() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    public double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    public boolean happens(double probability) {
        return uniform() < probability;
    }

    /** Uniform in 0 to {@code bound - 1}. */
    public int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** Standard normal (Box-Muller). */
    public double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    }

    /** 0 to {@code size - 1} in random order. */
    public int[] permutation(int size) {
        var order = new int[size];
        for (var i = 0; i < size; i++) {
            var j = below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
