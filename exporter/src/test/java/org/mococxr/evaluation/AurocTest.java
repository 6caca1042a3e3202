package org.mococxr.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AurocTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalsTheShareOfWonPairsWithTiesCountingHalf(long seed) {
        var random = new Random(seed);
        double[] scores =
                random.doubles(150).map(x -> Math.round(x * 12) / 12.0).toArray();
        boolean[] positive = new boolean[scores.length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = random.nextDouble() < 0.2 + 0.5 * scores[i];
        }

        double area = Auroc.of(scores, positive).orElseThrow();

        double won = 0;
        int pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        assertThat(area).isEqualTo(won / pairs, within(1e-12));
    }

    @Test
    void isOneHalfWhenAllScoresAreEqual() {
        assertThat(Auroc.of(new double[] {3, 3, 3}, new boolean[] {true, false, true}))
                .hasValue(0.5);
    }

    @Test
    void doesNotExistWithoutBothKinds() {
        assertThat(Auroc.of(new double[] {1, 2}, new boolean[] {true, true})).isEmpty();
        assertThat(Auroc.of(new double[0], new boolean[0])).isEmpty();
    }

    @Test
    void refusesAScoreThatIsNotANumber() {
        assertThatThrownBy(() -> Auroc.of(new double[] {Double.NaN}, new boolean[] {true}))
                .hasMessageContaining("finite number, was NaN");
    }
}
