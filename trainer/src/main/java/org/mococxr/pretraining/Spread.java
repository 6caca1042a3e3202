package org.mococxr.pretraining;

import java.util.List;

/**
 * How well embeddings use their space; contrastive training can fail by mapping everything to a few directions.
 *
 * @param stdFraction mean standard deviation per dimension times the root of the dimensions: 1 spread evenly over the sphere, 0
 *     collapsed to a point
 * @param meanPairwiseCosine of any two different rows: 0 spread evenly, 1 collapsed to a point
 * @param effectiveRank exponential of the entropy of the singular values (Roy & Vetterli 2007): the number of directions in use
 */
record Spread(double stdFraction, double meanPairwiseCosine, double effectiveRank) {
    private static final int JACOBI_SWEEPS = 30;

    /** @param rows unit vectors */
    static Spread of(List<float[]> rows) {
        var dimensions = rows.get(0).length;
        var means = new double[dimensions];
        var products = new double[dimensions][dimensions];
        for (var row : rows) {
            for (var i = 0; i < dimensions; i++) {
                means[i] += row[i] / rows.size();
                for (var j = 0; j <= i; j++) {
                    products[i][j] += (double) row[i] * row[j] / rows.size();
                    products[j][i] = products[i][j];
                }
            }
        }
        var std = 0.0;
        for (var i = 0; i < dimensions; i++) {
            std += Math.sqrt(Math.max(0, products[i][i] - means[i] * means[i])) / dimensions;
        }
        return new Spread(
                std * Math.sqrt(dimensions),
                meanPairwiseCosine(means, rows.size()),
                effectiveRank(eigenvalues(products)));
    }

    /** From the length of the mean row: |sum|^2 counts every pair twice and every row with itself once. */
    private static double meanPairwiseCosine(double[] means, int rows) {
        var squares = 0.0;
        for (var mean : means) {
            squares += mean * mean;
        }
        return (squares * rows - 1) / (rows - 1);
    }

    private static double effectiveRank(double[] eigenvalues) {
        var sum = 0.0;
        for (var value : eigenvalues) {
            sum += Math.sqrt(Math.max(0, value));
        }
        var entropy = 0.0;
        for (var value : eigenvalues) {
            var share = Math.sqrt(Math.max(0, value)) / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return Math.exp(entropy);
    }

    /** Cyclic Jacobi on a symmetric matrix, which it overwrites. */
    static double[] eigenvalues(double[][] a) {
        var n = a.length;
        for (var sweep = 0; sweep < JACOBI_SWEEPS; sweep++) {
            var off = 0.0;
            for (var p = 0; p < n; p++) {
                for (var q = p + 1; q < n; q++) {
                    off += a[p][q] * a[p][q];
                    rotate(a, p, q);
                }
            }
            if (off < 1e-20) {
                break;
            }
        }
        var values = new double[n];
        for (var i = 0; i < n; i++) {
            values[i] = a[i][i];
        }
        return values;
    }

    private static void rotate(double[][] a, int p, int q) {
        if (Math.abs(a[p][q]) < 1e-15) {
            return;
        }
        var theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        var t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        var c = 1 / Math.sqrt(t * t + 1);
        var s = t * c;
        for (var k = 0; k < a.length; k++) {
            var kp = a[k][p];
            var kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (var k = 0; k < a.length; k++) {
            var pk = a[p][k];
            var qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
        }
    }
}
