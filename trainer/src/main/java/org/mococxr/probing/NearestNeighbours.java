package org.mococxr.probing;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Scores films by the labels of the films most like them: the 20 nearest by cosine, each counting exp(cosine / 0.1) (Wu et al. 2018,
 * with neighbours and temperature of MoCo's own demonstration scaled to few films). It has nothing to learn, so it shows the embeddings
 * alone.
 */
final class NearestNeighbours {
    private static final int NEIGHBOURS = 20;
    private static final double TEMPERATURE = 0.1;

    private final float[][] known;
    private final boolean[] positive;

    /** @param known embeddings with a known label */
    NearestNeighbours(float[][] known, boolean[] positive) {
        this.known = new float[known.length][];
        for (var i = 0; i < known.length; i++) {
            this.known[i] = unit(known[i]);
        }
        this.positive = positive.clone();
    }

    /** Share of the neighbours' weight that has the finding, 0 to 1. */
    double score(float[] embedding) {
        var asked = unit(embedding);
        var cosines = new double[known.length];
        for (var i = 0; i < known.length; i++) {
            for (var d = 0; d < asked.length; d++) {
                cosines[i] += (double) asked[d] * known[i][d];
            }
        }
        var nearest = IntStream.range(0, known.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -cosines[i]))
                .limit(NEIGHBOURS)
                .toList();
        var with = 0.0;
        var all = 0.0;
        for (var i : nearest) {
            var weight = Math.exp((cosines[i] - 1) / TEMPERATURE);
            with += positive[i] ? weight : 0;
            all += weight;
        }
        return with / all;
    }

    private static float[] unit(float[] row) {
        var squares = 0.0;
        for (var value : row) {
            squares += (double) value * value;
        }
        var length = Math.sqrt(Math.max(squares, 1e-24));
        var unit = new float[row.length];
        for (var i = 0; i < row.length; i++) {
            unit[i] = (float) (row[i] / length);
        }
        return unit;
    }
}
