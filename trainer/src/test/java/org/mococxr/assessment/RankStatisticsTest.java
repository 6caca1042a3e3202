package org.mococxr.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.evaluation.ScoredFilm;
import org.mococxr.evaluation.ScoredFilms;

/** Against plain loops over every threshold, on films counted several times as a bootstrap replicate does. */
class RankStatisticsTest {
    private record Counted(List<ScoredFilm> films, ScoredFilms ranked, int[] times) {
        static Counted random(long seed) {
            var random = new Random(seed);
            var films = new ArrayList<ScoredFilm>();
            for (var i = 0; i < 60; i++) {
                var positive = random.nextInt(3) == 0;
                var score = Math.round(5 * (random.nextGaussian() + (positive ? 1 : 0))) / 5.0;
                films.add(new ScoredFilm("p" + i, "north", positive, score));
            }
            var ranked = ScoredFilms.of(films);
            var times = random.ints(60, 0, 3).toArray();
            return new Counted(ranked.ranked(), ranked, times);
        }

        /** How many films of a kind score at least so high. */
        double reached(double threshold, boolean positive) {
            var count = 0.0;
            for (var i = 0; i < films.size(); i++) {
                count += films.get(i).positive() == positive && films.get(i).score() >= threshold ? times[i] : 0;
            }
            return count;
        }

        List<Double> thresholds() {
            return films.stream()
                    .map(ScoredFilm::score)
                    .distinct()
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void averagePrecisionIsTheSumOverThresholds(long seed) {
        var counted = Counted.random(seed);
        var all = counted.reached(Double.NEGATIVE_INFINITY, true);
        var expected = 0.0;
        var before = 0.0;
        for (var threshold : counted.thresholds()) {
            var with = counted.reached(threshold, true);
            var without = counted.reached(threshold, false);
            if (with > before) {
                expected += (with - before) / all * with / (with + without);
            }
            before = with;
        }

        assertThat(RankStatistics.averagePrecision().of(counted.ranked(), counted.times()))
                .isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void fixedOperatingPointsAreTheBestThresholdsThere(long seed) {
        var counted = Counted.random(seed);
        var with = counted.reached(Double.NEGATIVE_INFINITY, true);
        var without = counted.reached(Double.NEGATIVE_INFINITY, false);
        var sensitivity = 0.0;
        var specificity = 0.0;
        for (var threshold : counted.thresholds()) {
            var found = counted.reached(threshold, true) / with;
            var alone = 1 - counted.reached(threshold, false) / without;
            if (alone >= 0.7 - 1e-12) {
                sensitivity = Math.max(sensitivity, found);
            }
            if (found >= 0.9 - 1e-12) {
                specificity = Math.max(specificity, alone);
            }
        }

        assertThat(RankStatistics.sensitivityAtSpecificity(0.7).of(counted.ranked(), counted.times()))
                .isCloseTo(sensitivity, within(1e-12));
        assertThat(RankStatistics.specificityAtSensitivity(0.9).of(counted.ranked(), counted.times()))
                .isCloseTo(specificity, within(1e-12));
    }

    @Test
    void filmsOfOneKindHaveNoFigures() {
        var films = ScoredFilms.of(List.of(new ScoredFilm("p", "north", false, 1)));

        assertThat(RankStatistics.averagePrecision().of(films, new int[] {1})).isNaN();
        assertThat(RankStatistics.sensitivityAtSpecificity(0.7).of(films, new int[] {1}))
                .isNaN();
        assertThat(RankStatistics.specificityAtSensitivity(0.9).of(films, new int[] {1}))
                .isNaN();
    }
}
