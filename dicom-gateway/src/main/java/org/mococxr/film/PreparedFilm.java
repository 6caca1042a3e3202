package org.mococxr.film;

import java.nio.FloatBuffer;

/** A film as every network sees it: float32 [1,S,S], 0..1, and where the film lies in it. Owns its array. */
public final class PreparedFilm {
    private final float[] values;
    private final Placement placement;

    PreparedFilm(float[] values, Placement placement) {
        this.values = values;
        this.placement = placement;
    }

    /**
     * A film that was prepared before, such as one read back from a checkpoint.
     *
     * @param values float32 [S*S] row-major, 0..1; copied
     * @throws IllegalArgumentException if the length is not S*S of the placement
     */
    public static PreparedFilm of(float[] values, Placement placement) {
        var size = placement.sizePixels();
        if (values.length != size * size) {
            throw new IllegalArgumentException("a prepared film of %d x %d has %d values, not %d"
                    .formatted(size, size, size * size, values.length));
        }
        return new PreparedFilm(values.clone(), placement);
    }

    public int sizePixels() {
        return placement.sizePixels();
    }

    public Placement placement() {
        return placement;
    }

    /** A copy: float32 [S*S], row-major. */
    public float[] values() {
        return values.clone();
    }

    /** Grey 0..1 of one prepared pixel. */
    public float value(int row, int column) {
        return values[row * sizePixels() + column];
    }

    /** Writes the S*S values at the buffer's position. */
    public void copyInto(FloatBuffer buffer) {
        buffer.put(values);
    }
}
