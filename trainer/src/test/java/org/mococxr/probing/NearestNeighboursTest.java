package org.mococxr.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNeighboursTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void scoresAsAPlainLoopDoes(long seed) {
        var random = new Random(seed);
        var known = new float[50][8];
        var positive = new boolean[50];
        for (var i = 0; i < known.length; i++) {
            positive[i] = random.nextBoolean();
            for (var d = 0; d < 8; d++) {
                known[i][d] = (float) random.nextGaussian();
            }
        }
        var asked = new float[] {1, -1, 0.5f, 2, 0, 0.1f, -0.3f, 1};

        var score = new NearestNeighbours(known, positive).score(asked);

        var taken = new boolean[50];
        var with = 0.0;
        var all = 0.0;
        for (var n = 0; n < 20; n++) {
            var nearest = -1;
            for (var i = 0; i < 50; i++) {
                if (!taken[i] && (nearest < 0 || cosine(known[i], asked) > cosine(known[nearest], asked))) {
                    nearest = i;
                }
            }
            taken[nearest] = true;
            var weight = Math.exp(cosine(known[nearest], asked) / 0.1);
            with += positive[nearest] ? weight : 0;
            all += weight;
        }
        assertThat(score).isCloseTo(with / all, within(1e-4));
    }

    private static double cosine(float[] a, float[] b) {
        var product = 0.0;
        var lengthA = 0.0;
        var lengthB = 0.0;
        for (var i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(lengthA * lengthB);
    }
}
