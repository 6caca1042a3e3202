package org.mococxr.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatingPointsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void areTheBestOfAllThresholdsByPlainCounting(long seed) {
        ScoredFilms films = ScoredFilms.of(BootstrapTest.films(140, 1, seed));

        List<OperatingPoint> points = OperatingPoints.choose(films, 1);

        List<Double> thresholds = films.ranked().stream().map(ScoredFilm::score).toList();
        double bestSpecificity = thresholds.stream()
                .filter(t -> sensitivity(films, t) >= 0.9)
                .mapToDouble(t -> specificity(films, t))
                .max()
                .orElseThrow();
        double bestSensitivity = thresholds.stream()
                .filter(t -> specificity(films, t) >= 0.7)
                .mapToDouble(t -> sensitivity(films, t))
                .max()
                .orElseThrow();
        double bestSum = thresholds.stream()
                .mapToDouble(t -> specificity(films, t) + sensitivity(films, t))
                .max()
                .orElseThrow();
        assertThat(points).extracting(OperatingPoint::name).isEqualTo(OperatingPoints.NAMES);
        OperatingPoint sensitive = points.get(0);
        assertThat(sensitive.expectedSensitivity().value()).isGreaterThanOrEqualTo(0.9);
        assertThat(sensitive.expectedSpecificity().value()).isEqualTo(bestSpecificity, within(1e-12));
        OperatingPoint specific = points.get(1);
        assertThat(specific.expectedSpecificity().value()).isGreaterThanOrEqualTo(0.7);
        assertThat(specific.expectedSensitivity().value()).isEqualTo(bestSensitivity, within(1e-12));
        OperatingPoint balanced = points.get(2);
        assertThat(balanced.expectedSensitivity().value()
                        + balanced.expectedSpecificity().value())
                .isEqualTo(bestSum, within(1e-12));
    }

    @Test
    void keepEveryThresholdAwayFromTheFilmsItSeparates() {
        ScoredFilms films = ScoredFilms.of(List.of(
                new ScoredFilm("1", "a", false, 0.2),
                new ScoredFilm("2", "a", false, 0.4),
                new ScoredFilm("3", "a", true, 0.8),
                new ScoredFilm("4", "a", true, 0.9)));

        OperatingPoint balanced = OperatingPoints.choose(films, 1).get(2);

        assertThat(balanced.thresholdProbability()).isEqualTo(0.6, within(1e-12));
        assertThat(balanced.isReachedBy(0.601)).isTrue();
        assertThat(balanced.isReachedBy(0.599)).isFalse();
        assertThat(balanced.inWords()).contains("from a score of 0.600", "4 validation films (2 with the finding)");
    }

    @Test
    void cannotBeChosenWithoutBothKindsOfFilms() {
        ScoredFilms healthy = ScoredFilms.of(List.of(new ScoredFilm("1", "a", false, 0.2)));

        assertThatThrownBy(() -> OperatingPoints.choose(healthy, 1)).hasMessageContaining("found 0 with and 1 without");
    }

    private static double sensitivity(ScoredFilms films, double threshold) {
        return (double) films.ranked().stream()
                        .filter(f -> f.positive() && f.score() >= threshold)
                        .count()
                / films.positives();
    }

    private static double specificity(ScoredFilms films, double threshold) {
        return (double) films.ranked().stream()
                        .filter(f -> !f.positive() && f.score() < threshold)
                        .count()
                / films.negatives();
    }
}
