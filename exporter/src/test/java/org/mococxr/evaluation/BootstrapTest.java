package org.mococxr.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    @Test
    void givesTheSameIntervalForTheSameSeedInAnyFilmOrder() {
        List<ScoredFilm> films = films(200, 1, 1);
        List<ScoredFilm> shuffled = new ArrayList<>(films);
        java.util.Collections.shuffle(shuffled, new Random(5));

        Estimate once = Auroc.withInterval(ScoredFilms.of(films), 7).orElseThrow();

        assertThat(Auroc.withInterval(ScoredFilms.of(shuffled), 7)).contains(once);
        assertThat(Auroc.withInterval(ScoredFilms.of(films), 8)).isNotEqualTo(java.util.Optional.of(once));
    }

    /** Hanley and McNeil's standard error is the textbook answer for independent films. */
    @Test
    void agreesWithHanleyMcNeilOnIndependentFilms() {
        ScoredFilms films = ScoredFilms.of(films(600, 1, 2));

        Estimate area = Auroc.withInterval(films, 3).orElseThrow();

        double a = area.value();
        double q1 = a / (2 - a);
        double q2 = 2 * a * a / (1 + a);
        int p = films.positives();
        int n = films.negatives();
        double error = Math.sqrt((a * (1 - a) + (p - 1) * (q1 - a * a) + (n - 1) * (q2 - a * a)) / ((double) p * n));
        assertThat((area.upper() - area.lower()) / 2).isEqualTo(1.96 * error, within(0.2 * 1.96 * error));
        assertThat(area.value()).isBetween(area.lower(), area.upper());
    }

    /** Ten copies of each film teach nothing new: counted as independent films they would shrink the interval by sqrt(10). */
    @Test
    void doesNotNarrowWhenEachPatientsFilmIsRepeated() {
        List<ScoredFilm> single = films(120, 1, 3);
        List<ScoredFilm> repeated = new ArrayList<>();
        for (int copy = 0; copy < 10; copy++) {
            repeated.addAll(single);
        }

        Estimate once = Auroc.withInterval(ScoredFilms.of(single), 4).orElseThrow();

        assertThat(Auroc.withInterval(ScoredFilms.of(repeated), 4)).contains(once);
    }

    /** The textbook's standard error of a mean, over patients: films of one patient count as one observation. */
    @Test
    void aMeansIntervalIsThatOfItsPatients() {
        var random = new Random(11);
        var patients = new ArrayList<String>();
        double[] values = new double[3 * 400];
        double sumOfSquares = 0;
        for (int patient = 0; patient < 400; patient++) {
            double value = random.nextGaussian();
            sumOfSquares += value * value;
            for (int film = 0; film < 3; film++) {
                patients.add("p" + patient);
                values[3 * patient + film] = value;
            }
        }

        Estimate mean = new Bootstrap(4).mean(patients, values).orElseThrow();

        double error = Math.sqrt(sumOfSquares / 400 - mean.value() * mean.value()) / Math.sqrt(400);
        assertThat(mean.value())
                .isEqualTo(java.util.Arrays.stream(values).average().orElseThrow(), within(1e-12));
        assertThat((mean.upper() - mean.lower()) / 2).isEqualTo(1.96 * error, within(0.1 * 1.96 * error));
        assertThat(new Bootstrap(4).mean(List.of(), new double[0])).isEmpty();
    }

    @Test
    void weightsFilmsExactlyAsIfTheyWereRepeated() {
        var random = new Random(6);
        List<ScoredFilm> films = films(60, 2, 6);
        ScoredFilms plain = ScoredFilms.of(films);
        int[] times = random.ints(60, 0, 4).toArray();
        List<ScoredFilm> copies = new ArrayList<>();
        for (int rank = 0; rank < 60; rank++) {
            for (int copy = 0; copy < times[rank]; copy++) {
                copies.add(plain.ranked().get(rank));
            }
        }

        for (Statistic statistic : List.of(
                Auroc.STATISTIC, Statistic.sensitivity(0.4), Statistic.specificity(0.4), Statistic.positivity(0.4))) {
            int[] once = new int[copies.size()];
            java.util.Arrays.fill(once, 1);

            double expected = statistic.of(ScoredFilms.of(copies), once);

            assertThat(statistic.of(plain, times)).isEqualTo(expected, within(1e-12));
        }
    }

    @Test
    void aPairedDifferenceOfAnArmWithItselfIsExactlyZero() {
        ScoredFilms ours = ScoredFilms.of(films(150, 2, 9));

        assertThat(new Bootstrap(1).difference(ours, ours.rescored(x -> 2 * x + 1), Auroc.STATISTIC))
                .contains(new Estimate(0, 0, 0));
    }

    @Test
    void refusesToPairDifferentFilms() {
        assertThatThrownBy(() -> new Bootstrap(1)
                        .difference(ScoredFilms.of(films(20, 1, 1)), ScoredFilms.of(films(21, 1, 1)), Auroc.STATISTIC))
                .hasMessageContaining("same films in both arms");
    }

    @Test
    void doesNotClaimCertaintyFromAHandfulOfFilmsAllFound() {
        List<ScoredFilm> films = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            films.add(new ScoredFilm("sick" + i, "a", true, 0.9));
            films.add(new ScoredFilm("well" + i, "a", false, 0.1));
        }

        Estimate found = new Bootstrap(1)
                .share(ScoredFilms.of(films), Statistic.sensitivity(0.5), 10)
                .orElseThrow();

        assertThat(found.value()).isEqualTo(1);
        assertThat(found.lower()).isEqualTo(10 / (10 + 3.841459), within(1e-6)); // Wilson at 10 of 10
        assertThat(found.upper()).isEqualTo(1);
    }

    /** @return films whose score carries some signal, {@code perPatient} films for each patient */
    static List<ScoredFilm> films(int count, int perPatient, long seed) {
        var random = new Random(seed);
        List<ScoredFilm> films = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean positive = random.nextDouble() < 0.35;
            double score = Calibration.sigmoid(random.nextGaussian() + (positive ? 1 : -0.5));
            films.add(new ScoredFilm("patient" + i / perPatient, i % 3 == 0 ? "a" : "b", positive, score));
        }
        return films;
    }
}
