package org.mococxr.inputcheck.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceFitTest {
    @ParameterizedTest
    @CsvSource({"8, 200", "8, 6", "20, 30"})
    void isTheMahalanobisDistanceOfTheShrunkCovariance(int length, int films) {
        List<float[]> embeddings = embeddings(length, films, 5);
        float[] other = embeddings(length, 1, 6).get(0);

        double distance = DistanceFit.fit(embeddings).of(other);

        double[] mean = new double[length];
        embeddings.forEach(x -> {
            for (int i = 0; i < length; i++) {
                mean[i] += x[i] / (double) films;
            }
        });
        double[][] inverse = gaussJordan(shrunkByDefinition(embeddings, mean));
        double squares = 0;
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                squares += (other[i] - mean[i]) * inverse[i][j] * (other[j] - mean[j]);
            }
        }
        assertThat(distance).isCloseTo(Math.sqrt(squares / length), within(1e-3 * Math.max(1, distance)));
    }

    @Test
    void trainingFilmsLieAtAboutOneAndOthersFarther() {
        List<float[]> embeddings = embeddings(16, 500, 5);
        var distance = DistanceFit.fit(embeddings);
        float[] unlike = embeddings.get(0).clone();
        unlike[3] += 10;

        double mean = embeddings.stream().mapToDouble(distance::of).average().orElseThrow();

        assertThat(mean).isBetween(0.9, 1.1);
        assertThat(distance.of(unlike)).isGreaterThan(2);
    }

    @Test
    void valuesThatNeverVaryStillHaveADistance() {
        List<float[]> same = new ArrayList<>();
        for (int film = 0; film < 5; film++) {
            same.add(new float[] {1, 2, 0});
        }

        assertThat(DistanceFit.fit(same).of(new float[] {1, 2, 0})).isZero();
        assertThat(DistanceFit.fit(same).of(new float[] {1, 2, 1})).isGreaterThan(100);
    }

    @Test
    void refusesASingleFilm() {
        assertThatThrownBy(() -> DistanceFit.fit(List.of(new float[3])))
                .hasMessageContaining("at least two films, got 1");
    }

    /** Values that hang together. */
    private static List<float[]> embeddings(int length, int films, long seed) {
        var random = new Random(seed);
        List<float[]> embeddings = new ArrayList<>();
        for (int film = 0; film < films; film++) {
            float[] embedding = new float[length];
            double shared = random.nextGaussian();
            for (int i = 0; i < length; i++) {
                embedding[i] = (float) (0.5 * i + shared + (0.3 + 0.1 * i) * random.nextGaussian());
            }
            embeddings.add(embedding);
        }
        return embeddings;
    }

    /** Ledoit and Wolf 2004, lemma 3.2 to 3.4, term by term. */
    private static double[][] shrunkByDefinition(List<float[]> embeddings, double[] mean) {
        int p = mean.length;
        int n = embeddings.size();
        double[][] s = new double[p][p];
        for (float[] x : embeddings) {
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    s[i][j] += (x[i] - mean[i]) * (x[j] - mean[j]) / n;
                }
            }
        }
        double m = 0;
        for (int i = 0; i < p; i++) {
            m += s[i][i] / p;
        }
        double d2 = 0;
        double b2 = 0;
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                d2 += Math.pow(s[i][j] - (i == j ? m : 0), 2);
                for (float[] x : embeddings) {
                    b2 += Math.pow((x[i] - mean[i]) * (x[j] - mean[j]) - s[i][j], 2) / n / n;
                }
            }
        }
        double shrinkage = Math.min(b2, d2) / d2;
        double[][] shrunk = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                shrunk[i][j] = (1 - shrinkage) * s[i][j] + (i == j ? shrinkage * m : 0);
            }
        }
        return shrunk;
    }

    private static double[][] gaussJordan(double[][] matrix) {
        int n = matrix.length;
        double[][] a = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, a[i], 0, n);
            a[i][n + i] = 1;
        }
        for (int k = 0; k < n; k++) {
            double pivot = a[k][k];
            for (int j = 0; j < 2 * n; j++) {
                a[k][j] /= pivot;
            }
            for (int i = 0; i < n; i++) {
                double factor = a[i][k];
                for (int j = 0; j < 2 * n && i != k; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a[i], n, inverse[i], 0, n);
        }
        return inverse;
    }
}
