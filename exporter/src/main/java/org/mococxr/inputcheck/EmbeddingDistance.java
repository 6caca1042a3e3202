package org.mococxr.inputcheck;

import org.mococxr.checkpoint.Tensor;

/**
 * How far an embedding lies from those of the training films, in their own spread: the Mahalanobis distance (Lee et al., NeurIPS 2018,
 * here over all films alike, whatever their findings), divided by the square root of its length so that training films lie at about 1.
 * Immutable.
 */
public final class EmbeddingDistance {
    /** Longer embeddings than any backbone has. */
    private static final int MOST_VALUES = 8_192;

    private final float[] mean;
    private final float[] whitening;

    private EmbeddingDistance(float[] mean, float[] whitening) {
        this.mean = mean;
        this.whitening = whitening;
    }

    /**
     * @param mean float32 [D]
     * @param whitening float32 [D*(D+1)/2]: rows of the inverse of the covariance's Cholesky factor, each up to its diagonal
     * @throws IllegalArgumentException if the shapes do not fit each other or a value is not finite
     */
    public static EmbeddingDistance of(Tensor mean, Tensor whitening) {
        var length = mean.size();
        if (length < 1 || length > MOST_VALUES) {
            throw new IllegalArgumentException("embeddings have 1 to %d values, not %d".formatted(MOST_VALUES, length));
        }
        Finite.require("the mean embedding's values", mean, length);
        Finite.require("the whitening's values", whitening, (long) length * (length + 1) / 2);
        return new EmbeddingDistance(mean.values(), whitening.values());
    }

    /** D, the embedding's length. */
    public int length() {
        return mean.length;
    }

    /** @param embedding float32 [D] */
    public double of(float[] embedding) {
        if (embedding.length != mean.length) {
            throw new IllegalArgumentException(
                    "the embedding has %d values, expected %d".formatted(embedding.length, mean.length));
        }
        var squares = 0.0;
        var at = 0;
        for (var row = 0; row < mean.length; row++) {
            var white = 0.0;
            for (var column = 0; column <= row; column++) {
                white += (double) whitening[at++] * (embedding[column] - mean[column]);
            }
            squares += white * white;
        }
        return Math.sqrt(squares / mean.length);
    }

    Tensor mean() {
        return Tensor.of(mean.clone(), mean.length);
    }

    Tensor whitening() {
        return Tensor.of(whitening.clone(), whitening.length);
    }
}
