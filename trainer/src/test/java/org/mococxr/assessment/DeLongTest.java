package org.mococxr.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the definition of DeLong, DeLong & Clarke-Pearson (1988), written out in plain loops over all pairs of films. */
class DeLongTest {
    private static double psi(double with, double without) {
        return with > without ? 1 : with == without ? 0.5 : 0;
    }

    /** Structural components of one arm: means of psi over the other kind. */
    private static double[] components(double[] scores, boolean[] positive, boolean ofPositives) {
        var components = new ArrayList<Double>();
        for (var i = 0; i < scores.length; i++) {
            if (positive[i] == ofPositives) {
                var sum = 0.0;
                var count = 0;
                for (var j = 0; j < scores.length; j++) {
                    if (positive[j] != ofPositives) {
                        sum += ofPositives ? psi(scores[i], scores[j]) : psi(scores[j], scores[i]);
                        count++;
                    }
                }
                components.add(sum / count);
            }
        }
        return components.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double covariance(double[] a, double[] b) {
        var sum = 0.0;
        for (var i = 0; i < a.length; i++) {
            sum += (a[i] - mean(a)) * (b[i] - mean(b));
        }
        return sum / (a.length - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void isTheDefinition(long seed) {
        var random = new Random(seed);
        var n = 40 + random.nextInt(40);
        var ours = new double[n];
        var theirs = new double[n];
        var positive = new boolean[n];
        for (var i = 0; i < n; i++) {
            positive[i] = random.nextInt(3) == 0;
            ours[i] = Math.round(4 * (random.nextGaussian() + (positive[i] ? 1 : 0))) / 4.0; // with ties
            theirs[i] = 0.5 * ours[i] + random.nextGaussian();
        }

        var test = DeLong.of(ours, theirs, positive);

        var variance = 0.0;
        for (var ofPositives : new boolean[] {true, false}) {
            var a = components(ours, positive, ofPositives);
            var b = components(theirs, positive, ofPositives);
            variance += (covariance(a, a) + covariance(b, b) - 2 * covariance(a, b)) / a.length;
        }
        assertThat(test.ours()).isCloseTo(mean(components(ours, positive, true)), within(1e-12));
        assertThat(test.theirs()).isCloseTo(mean(components(theirs, positive, true)), within(1e-12));
        assertThat(test.standardError()).isCloseTo(Math.sqrt(variance), within(1e-12));
        assertThat(test.p()).isCloseTo(DeLong.twoSided(test.difference() / Math.sqrt(variance)), within(1e-9));
    }

    @Test
    void tailsAreThoseOfTheNormalTables() {
        assertThat(DeLong.twoSided(0)).isCloseTo(1, within(1e-6));
        assertThat(DeLong.twoSided(1.959963984540054)).isCloseTo(0.05, within(1e-7));
        assertThat(DeLong.twoSided(-2.5758293035489)).isCloseTo(0.01, within(1e-7));
        assertThat(DeLong.twoSided(6)).isCloseTo(1.973175e-9, within(1e-14));
    }

    @Test
    void armsThatAgreeDifferByNothing() {
        var scores = new double[] {1, 2, 3, 4};
        var positive = new boolean[] {false, true, false, true};

        var test = DeLong.of(scores, scores, positive);

        assertThat(test.difference()).isZero();
        assertThat(test.p()).isEqualTo(1);
    }

    @Test
    void refusesFilmsOfOneKind() {
        var scores = new double[] {1, 2, 3};

        assertThatThrownBy(() -> DeLong.of(scores, scores, new boolean[] {true, true, false}))
                .hasMessageContaining("2 with and 1 without");
    }
}
