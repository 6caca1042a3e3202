package org.mococxr.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.mococxr.evaluation.Subgroup.Attribute;

class SubgroupsTest {
    private static final Calibration CALIBRATION = new Calibration(1.5, 0.25, 0, 0, 0, 0, 1);
    private static final double THRESHOLD = 0.4;

    /** Counted film by film. */
    @Test
    void countsWhatAPlainLoopCounts() {
        List<Prediction> films = films(300);

        List<Subgroup> groups = Subgroups.of(films, CALIBRATION, THRESHOLD, Optional.of(SubgroupsTest::facts), 5);

        for (Subgroup group : groups) {
            Predicate<Prediction> inGroup =
                    film -> value(film, group.attribute()).equals(group.value());
            int found = 0;
            int sick = 0;
            int leftAlone = 0;
            int n = 0;
            for (Prediction film : films) {
                if (inGroup.test(film)) {
                    boolean marked = 1 / (1 + Math.exp(-(film.logit() - 0.25) / 1.5)) >= THRESHOLD;
                    n++;
                    sick += film.label() ? 1 : 0;
                    found += film.label() && marked ? 1 : 0;
                    leftAlone += !film.label() && !marked ? 1 : 0;
                }
            }
            assertThat(group.films()).isEqualTo(n);
            assertThat(group.positives()).isEqualTo(sick);
            assertThat(group.sensitivity().orElseThrow().value()).isCloseTo((double) found / sick, within(1e-12));
            assertThat(group.specificity().orElseThrow().value())
                    .isCloseTo((double) leftAlone / (n - sick), within(1e-12));
            assertThat(group.auroc().orElseThrow().value())
                    .isCloseTo(pairsWon(films.stream().filter(inGroup).toList()), within(1e-12));
        }
        for (Attribute attribute : Attribute.values()) {
            assertThat(groups.stream()
                            .filter(group -> group.attribute() == attribute)
                            .mapToInt(Subgroup::films)
                            .sum())
                    .isEqualTo(films.size());
        }
    }

    @Test
    void aGroupOfOneKindHasNoFigureThatItCannotHave() {
        List<Prediction> healthy =
                films(100).stream().filter(film -> !film.label()).toList();

        Subgroup only = Subgroups.of(healthy, CALIBRATION, THRESHOLD, Optional.empty(), 5)
                .get(0);

        assertThat(only.attribute()).isEqualTo(Attribute.SOURCE);
        assertThat(only.auroc()).isEmpty();
        assertThat(only.sensitivity()).isEmpty();
        assertThat(only.specificity()).isPresent();
    }

    private static double pairsWon(List<Prediction> films) {
        double won = 0;
        long pairs = 0;
        for (Prediction sick : films) {
            for (Prediction healthy : films) {
                if (sick.label() && !healthy.label()) {
                    pairs++;
                    won += sick.logit() > healthy.logit() ? 1 : sick.logit() == healthy.logit() ? 0.5 : 0;
                }
            }
        }
        return won / pairs;
    }

    private static String value(Prediction film, Attribute attribute) {
        FilmFacts facts = facts(film);
        Function<Integer, String> band =
                age -> age <= 17 ? "0 to 17" : age <= 39 ? "18 to 39" : age <= 64 ? "40 to 64" : "65 and over";
        return switch (attribute) {
            case SOURCE -> film.source();
            case SEX -> facts.sex().isEmpty() ? "not known" : facts.sex();
            case VIEW -> facts.view().isEmpty() ? "not known" : facts.view();
            case AGE ->
                facts.ageYears().isPresent() ? band.apply(facts.ageYears().getAsInt()) : "not known";
        };
    }

    private static FilmFacts facts(Prediction film) {
        int number = Integer.parseInt(film.file());
        return new FilmFacts(
                List.of("F", "M", "").get(number % 3),
                number % 7 == 0 ? OptionalInt.empty() : OptionalInt.of(number % 97),
                number % 2 == 0 ? "PA" : "");
    }

    private static List<Prediction> films(int count) {
        var random = new Random(8);
        List<Prediction> films = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean sick = random.nextDouble() < 0.4;
            double logit = Math.round(4 * (random.nextGaussian() + (sick ? 1 : -0.5))) / 4.0;
            films.add(new Prediction(
                    String.valueOf(i), "p" + i / 2, i % 5 == 0 ? "a" : "b", "val", "tuberculosis", sick, logit, 0.5));
        }
        return films;
    }
}
