package org.mococxr.inputcheck.fitting;

import java.util.List;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.inputcheck.EmbeddingDistance;

/**
 * Mean and covariance of embeddings. There are hardly more films than covariances' rows, so the covariance is shrunk towards a multiple
 * of the identity by as much as its own error suggests (Ledoit and Wolf, J. Multivariate Analysis 2004).
 */
final class DistanceFit {
    private DistanceFit() {}

    /** @param embeddings float32 [D] each, at least two */
    static EmbeddingDistance fit(List<float[]> embeddings) {
        if (embeddings.size() < 2) {
            throw new IllegalArgumentException("a covariance needs at least two films, got " + embeddings.size());
        }
        var mean = mean(embeddings);
        var whitening = inverse(cholesky(shrunk(embeddings, mean)));
        var length = mean.length;
        var means = new float[length];
        var packed = new float[length * (length + 1) / 2];
        var at = 0;
        for (var row = 0; row < length; row++) {
            means[row] = (float) mean[row];
            for (var column = 0; column <= row; column++) {
                packed[at++] = (float) whitening[row][column];
            }
        }
        return EmbeddingDistance.of(Tensor.of(means, length), Tensor.of(packed, packed.length));
    }

    private static double[] mean(List<float[]> embeddings) {
        var mean = new double[embeddings.get(0).length];
        for (var embedding : embeddings) {
            for (var i = 0; i < mean.length; i++) {
                mean[i] += embedding[i] / (double) embeddings.size();
            }
        }
        return mean;
    }

    /** The covariance S and its target m I become (1 - s) S + s m I. */
    static double[][] shrunk(List<float[]> embeddings, double[] mean) {
        var length = mean.length;
        var films = (double) embeddings.size();
        var covariance = new double[length][length];
        var fourthPowers = 0.0;
        var centred = new double[length];
        for (var embedding : embeddings) {
            var squares = 0.0;
            for (var i = 0; i < length; i++) {
                centred[i] = embedding[i] - mean[i];
                squares += centred[i] * centred[i];
            }
            fourthPowers += squares * squares;
            for (var row = 0; row < length; row++) {
                for (var column = 0; column <= row; column++) {
                    covariance[row][column] += centred[row] * centred[column] / films;
                }
            }
        }
        var trace = 0.0;
        var norm = 0.0;
        for (var row = 0; row < length; row++) {
            trace += covariance[row][row];
            for (var column = 0; column < row; column++) {
                covariance[column][row] = covariance[row][column];
                norm += 2 * covariance[row][column] * covariance[row][column];
            }
            norm += covariance[row][row] * covariance[row][row];
        }
        var target = trace / length;
        var fromTarget = norm - length * target * target;
        var error = (fourthPowers / films - norm) / films;
        var shrinkage = fromTarget > 0 ? Math.min(1, error / fromTarget) : 1;
        for (var row = 0; row < length; row++) {
            for (var column = 0; column < length; column++) {
                covariance[row][column] *= 1 - shrinkage;
            }
            // An embedding that never varies at all still has a distance.
            covariance[row][row] += shrinkage * target + 1e-12;
        }
        return covariance;
    }

    /** Lower triangular factor. */
    private static double[][] cholesky(double[][] matrix) {
        var length = matrix.length;
        var factor = new double[length][length];
        for (var row = 0; row < length; row++) {
            for (var column = 0; column <= row; column++) {
                var rest = matrix[row][column];
                for (var k = 0; k < column; k++) {
                    rest -= factor[row][k] * factor[column][k];
                }
                factor[row][column] = row == column ? Math.sqrt(Math.max(1e-12, rest)) : rest / factor[column][column];
            }
        }
        return factor;
    }

    /** Of a lower triangular matrix; lower triangular again. */
    private static double[][] inverse(double[][] factor) {
        var length = factor.length;
        var inverse = new double[length][length];
        for (var row = 0; row < length; row++) {
            inverse[row][row] = 1 / factor[row][row];
            for (var k = 0; k < row; k++) {
                var scaled = factor[row][k] * inverse[row][row];
                for (var column = 0; column <= k; column++) {
                    inverse[row][column] -= scaled * inverse[k][column];
                }
            }
        }
        return inverse;
    }
}
