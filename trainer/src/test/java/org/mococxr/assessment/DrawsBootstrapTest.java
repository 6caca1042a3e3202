package org.mococxr.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mococxr.evaluation.Auroc;
import org.mococxr.evaluation.Bootstrap;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.ScoredFilm;
import org.mococxr.evaluation.ScoredFilms;

class DrawsBootstrapTest {
    /** Films of {@code patients} patients, two each, whose scores follow the label by {@code strength}. */
    private static ScoredFilms films(long seed, int patients, double strength) {
        var random = new Random(seed);
        var films = new ArrayList<ScoredFilm>();
        for (var patient = 0; patient < patients; patient++) {
            var positive = patient % 2 == 0;
            for (var film = 0; film < 2; film++) {
                films.add(new ScoredFilm(
                        "p" + patient, "north", positive, random.nextGaussian() + (positive ? strength : 0)));
            }
        }
        return ScoredFilms.of(films);
    }

    @Test
    void theValueIsTheMeanOverDraws() {
        var draws = List.of(films(1, 40, 1), films(2, 40, 1), films(3, 40, 1));

        var estimate = new DrawsBootstrap(1).mean(draws).orElseThrow();

        var mean = draws.stream()
                .mapToDouble(d -> Auroc.of(d).orElseThrow())
                .average()
                .orElseThrow();
        assertThat(estimate.value()).isCloseTo(mean, within(1e-12));
        assertThat(estimate.lower()).isLessThan(mean);
        assertThat(estimate.upper()).isGreaterThan(mean);
    }

    /** One draw is the ordinary bootstrap clustered by patient; the exporter's is another implementation of it. */
    @Test
    void ofOneDrawTheIntervalIsThatOfTheOrdinaryBootstrap() {
        var films = films(1, 60, 1);

        var ours = new DrawsBootstrap(1).mean(List.of(films)).orElseThrow();
        var other = new Bootstrap(2).estimate(films, Auroc.STATISTIC).orElseThrow();

        assertThat(ours.lower()).isCloseTo(other.lower(), within(0.01));
        assertThat(ours.upper()).isCloseTo(other.upper(), within(0.01));
    }

    @Test
    void pairingResolvesWhatTwoIntervalsDoNot() {
        var weak = films(1, 60, 1);
        var strong = weak.ranked().stream()
                .map(film -> new ScoredFilm(
                        film.patient(), film.source(), film.positive(), film.score() + (film.positive() ? 0.25 : 0)))
                .toList();
        var bootstrap = new DrawsBootstrap(1);

        var gain = bootstrap
                .difference(List.of(ScoredFilms.of(strong)), List.of(weak))
                .orElseThrow();

        assertThat(gain.lower()).isPositive();
        assertThat(bootstrap.mean(List.of(ScoredFilms.of(strong))).orElseThrow().lower())
                .isLessThan(bootstrap.mean(List.of(weak)).orElseThrow().upper());
    }

    @Test
    void drawsThatDisagreeWidenTheInterval() {
        var same = films(1, 60, 1);
        var bootstrap = new DrawsBootstrap(1);

        var agreeing = bootstrap.mean(List.of(same, same, same)).orElseThrow();
        var disagreeing = bootstrap
                .mean(List.of(films(1, 60, 0), films(1, 60, 1), films(1, 60, 2)))
                .orElseThrow();

        assertThat(disagreeing.upper() - disagreeing.lower()).isGreaterThan(agreeing.upper() - agreeing.lower());
    }

    @Test
    void anArmAgainstItselfGainsNothing() {
        var draws = List.of(films(1, 20, 1), films(2, 20, 1));

        assertThat(new DrawsBootstrap(1).difference(draws, draws)).contains(new Estimate(0, 0, 0));
    }

    @Test
    void refusesArmsOfOtherFilms() {
        assertThatThrownBy(() -> new DrawsBootstrap(1).difference(List.of(films(1, 20, 1)), List.of(films(1, 30, 1))))
                .hasMessageContaining("1 draws of 20 patients cannot be paired with 1 draws of 30 patients");
    }
}
