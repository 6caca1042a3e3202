package org.mococxr.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    @ParameterizedTest
    @CsvSource({"0.5, 0", "1, 0", "2, -3", "4, 1.5", "0.1, 0.4"})
    void findsWhatSpoiledTheLogits(double spoiled, double shifted) {
        ScoredFilms films = logits(6_000, spoiled, shifted, 1);

        Calibration fitted = Calibration.fit(films);

        assertThat(fitted.temperature()).isEqualTo(spoiled, within(0.1 * spoiled));
        assertThat(fitted.offset()).isEqualTo(shifted, within(0.12 * spoiled));
        assertThat(fitted.eceAfter()).isLessThan(0.02);
        assertThat(fitted.brierAfter()).isLessThanOrEqualTo(fitted.brierBefore() + 1e-6);
        assertThat(fitted.probability(shifted)).isEqualTo(0.5, within(0.03));
    }

    @Test
    void nothingNearbyMakesTheLabelsMoreLikely() {
        ScoredFilms films = logits(300, 3, 1, 2);

        Calibration best = Calibration.fit(films);

        double likelihood = likelihood(films, best.temperature(), best.offset());
        for (double step : new double[] {0.99, 1.01}) {
            assertThat(likelihood).isGreaterThan(likelihood(films, best.temperature() * step, best.offset()));
            assertThat(likelihood).isGreaterThan(likelihood(films, best.temperature(), best.offset() + 1 - step));
        }
    }

    /** Under Platt's smoothed labels. */
    private static double likelihood(ScoredFilms films, double temperature, double offset) {
        double present = (films.positives() + 1.0) / (films.positives() + 2.0);
        double absent = 1.0 / (films.negatives() + 2.0);
        return films.ranked().stream()
                .mapToDouble(f -> {
                    double p = 1 / (1 + Math.exp(-(f.score() - offset) / temperature));
                    double label = f.positive() ? present : absent;
                    return label * Math.log(p) + (1 - label) * Math.log(1 - p);
                })
                .sum();
    }

    @Test
    void doesNotClaimCertaintyFromAFewSeparableFilms() {
        ScoredFilms separable =
                ScoredFilms.of(List.of(new ScoredFilm("1", "a", true, 2), new ScoredFilm("2", "a", false, -2)));

        assertThat(Calibration.fit(separable).probability(2)).isEqualTo(2.0 / 3, within(1e-6));
        assertThat(Calibration.fit(separable).probability(-2)).isEqualTo(1.0 / 3, within(1e-6));
    }

    @Test
    void neverTurnsScoresRound() {
        ScoredFilms reversed =
                ScoredFilms.of(List.of(new ScoredFilm("1", "a", true, -2), new ScoredFilm("2", "a", false, 2)));

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

    private static ScoredFilms logits(int count, double spoiled, double shifted, long seed) {
        var random = new Random(seed);
        List<ScoredFilm> films = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double honest = 2 * random.nextGaussian() - 0.5;
            boolean positive = random.nextDouble() < Calibration.sigmoid(honest);
            films.add(new ScoredFilm("p" + i, "a", positive, honest * spoiled + shifted));
        }
        return ScoredFilms.of(films);
    }
}
