package org.mococxr.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mococxr.chance.Chance.Purpose;

class ChanceTest {
    @Test
    void isAFunctionOfSeedPurposeAndPlace() {
        var first = Chance.of(1, Purpose.VIEW, 3, 4, 0).nextLong();

        assertThat(Chance.of(1, Purpose.VIEW, 3, 4, 0).nextLong()).isEqualTo(first);
        assertThat(Chance.of(2, Purpose.VIEW, 3, 4, 0).nextLong()).isNotEqualTo(first);
        assertThat(Chance.of(1, Purpose.QUEUE, 3, 4, 0).nextLong()).isNotEqualTo(first);
        assertThat(Chance.of(1, Purpose.VIEW, 4, 3, 0).nextLong()).isNotEqualTo(first);
        assertThat(Chance.of(1, Purpose.VIEW, 3, 4, 1).nextLong()).isNotEqualTo(first);
    }

    @Test
    void neighbouringPlacesShareNothing() {
        var seen = new HashSet<Long>();
        for (var film = 0; film < 100; film++) {
            for (var view = 0; view < 2; view++) {
                var chance = Chance.of(7, Purpose.VIEW, 0, film, view);
                for (var draw = 0; draw < 50; draw++) {
                    seen.add(chance.nextLong());
                }
            }
        }

        assertThat(seen).hasSize(100 * 2 * 50);
    }

    @Test
    void uniformAndGaussianHaveTheirMoments() {
        var chance = Chance.of(1, Purpose.WEIGHTS, 0);
        var uniform =
                IntStream.range(0, 20_000).mapToDouble(i -> chance.uniform()).toArray();
        var gaussian =
                IntStream.range(0, 20_000).mapToDouble(i -> chance.gaussian()).toArray();

        assertThat(mean(uniform)).isCloseTo(0.5, within(0.01));
        assertThat(variance(uniform)).isCloseTo(1.0 / 12, within(0.003));
        assertThat(mean(gaussian)).isCloseTo(0, within(0.03));
        assertThat(variance(gaussian)).isCloseTo(1, within(0.05));
        assertThat(Arrays.stream(uniform)).allMatch(u -> u >= 0 && u < 1);
    }

    @Test
    void permutationHoldsEveryPositionOnceAndPutsEachAnywhere() {
        var firsts = new int[5];
        for (var i = 0; i < 5000; i++) {
            var order = Chance.of(i, Purpose.FILM_ORDER, 0).permutation(5);
            var sorted = order.clone();
            Arrays.sort(sorted);
            assertThat(sorted).containsExactly(0, 1, 2, 3, 4);
            firsts[order[0]]++;
        }

        assertThat(Arrays.stream(firsts)).allMatch(count -> Math.abs(count - 1000) < 120);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        var mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }
}
