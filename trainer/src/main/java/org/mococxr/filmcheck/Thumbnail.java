package org.mococxr.filmcheck;

/**
 * A film at 32 x 32 with its mean taken off and length 1, so that a product of two is their correlation; and a fingerprint of 64 bits
 * for finding candidates fast. Immutable.
 */
final class Thumbnail {
    static final int SIDE = 32;

    private static final int COARSE = 8;

    private final float[] values;
    private final double greyStd;
    private final long fingerprint;

    private Thumbnail(float[] values, double greyStd) {
        this.values = values;
        this.greyStd = greyStd;
        this.fingerprint = fingerprint(values);
    }

    /** @param grey 0..1, [32 * 32] */
    static Thumbnail of(float[] grey) {
        var mean = 0.0;
        for (var value : grey) {
            mean += value / grey.length;
        }
        var squares = 0.0;
        for (var value : grey) {
            squares += (value - mean) * (value - mean);
        }
        var length = Math.sqrt(squares);
        var values = new float[grey.length];
        for (var i = 0; i < grey.length; i++) {
            values[i] = length > 0 ? (float) ((grey[i] - mean) / length) : 0;
        }
        return new Thumbnail(values, Math.sqrt(squares / grey.length));
    }

    /** Which of 8 x 8 cells are brighter than the film's mean. */
    private static long fingerprint(float[] values) {
        var bits = 0L;
        var size = SIDE / COARSE;
        for (var cell = 0; cell < COARSE * COARSE; cell++) {
            var sum = 0f;
            for (var i = 0; i < size * size; i++) {
                sum += values[(cell / COARSE * size + i / size) * SIDE + cell % COARSE * size + i % size];
            }
            bits |= sum > 0 ? 1L << cell : 0;
        }
        return bits;
    }

    Thumbnail mirrored() {
        var turned = new float[values.length];
        for (var i = 0; i < values.length; i++) {
            turned[i] = values[i / SIDE * SIDE + SIDE - 1 - i % SIDE];
        }
        return new Thumbnail(turned, greyStd);
    }

    /** -1 to 1; 0 with a blank film. */
    double correlation(Thumbnail other) {
        var product = 0f;
        for (var i = 0; i < values.length; i++) {
            product += values[i] * other.values[i];
        }
        return product;
    }

    /** Cells in which two films differ; films that correlate by 0.97 differ in few. */
    int cellsApart(Thumbnail other) {
        return Long.bitCount(fingerprint ^ other.fingerprint);
    }

    /** Standard deviation of grey, 0 for a blank film. */
    double greyStd() {
        return greyStd;
    }

    float value(int at) {
        return values[at];
    }
}
