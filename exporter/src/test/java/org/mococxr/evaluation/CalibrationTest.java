package org.mococxr.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2, 4})
    void findsTheTemperatureThatSpoiledTheLogits(double spoiled) {
        ScoredFilms films = logits(20_000, spoiled, 1);

        Calibration fitted = Calibration.fit(films);

        assertThat(fitted.temperature()).isEqualTo(spoiled, within(0.06 * spoiled));
        assertThat(fitted.eceAfter()).isLessThan(0.02);
        assertThat(fitted.brierAfter()).isLessThanOrEqualTo(fitted.brierBefore() + 1e-6);
    }

    @Test
    void noTemperatureNearbyMakesTheLabelsMoreLikely() {
        ScoredFilms films = logits(300, 3, 2);

        double best = Calibration.fit(films).temperature();

        double[] likelihood = new double[] {best * 0.99, best, best * 1.01};
        for (int i = 0; i < 3; i++) {
            double t = likelihood[i];
            likelihood[i] = films.ranked().stream()
                    .mapToDouble(f -> {
                        double p = 1 / (1 + Math.exp(-f.score() / t));
                        return Math.log(f.positive() ? p : 1 - p);
                    })
                    .sum();
        }
        assertThat(likelihood[1]).isGreaterThan(likelihood[0]).isGreaterThan(likelihood[2]);
    }

    @Test
    void staysWithinBoundsWhenLabelsAreSeparableOrScoresPointTheWrongWay() {
        ScoredFilms separable =
                ScoredFilms.of(List.of(new ScoredFilm("1", "a", true, 2), new ScoredFilm("2", "a", false, -2)));
        ScoredFilms reversed =
                ScoredFilms.of(List.of(new ScoredFilm("1", "a", true, -2), new ScoredFilm("2", "a", false, 2)));

        assertThat(Calibration.fit(separable).temperature()).isEqualTo(Calibration.SHARPEST);
        assertThat(Calibration.fit(reversed).temperature()).isEqualTo(Calibration.FLATTEST);
    }

    @Test
    void measuresErrorByPlainCounting() {
        ScoredFilms films = ScoredFilms.of(List.of(
                new ScoredFilm("1", "a", true, 0.95),
                new ScoredFilm("2", "a", false, 0.91),
                new ScoredFilm("3", "a", false, 0.1)));

        assertThat(Calibration.expectedCalibrationError(films))
                .isEqualTo((Math.abs(0.95 + 0.91 - 1) + 0.1) / 3, within(1e-12));
        assertThat(Calibration.brier(films)).isEqualTo((0.05 * 0.05 + 0.91 * 0.91 + 0.01) / 3, within(1e-12));
    }

    private static ScoredFilms logits(int count, double spoiled, long seed) {
        var random = new Random(seed);
        List<ScoredFilm> films = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double honest = 2 * random.nextGaussian() - 0.5;
            boolean positive = random.nextDouble() < Calibration.sigmoid(honest);
            films.add(new ScoredFilm("p" + i, "a", positive, honest * spoiled));
        }
        return ScoredFilms.of(films);
    }
}
