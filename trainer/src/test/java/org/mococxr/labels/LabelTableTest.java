package org.mococxr.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mococxr.filmlist.Label;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.Split;

class LabelTableTest {
    private static final List<String> EFFUSION = List.of("pleural_effusion");

    private static ListedFilm film(int number, String patient, String source, Label label) {
        var file = number + ".png";
        return new ListedFilm(
                Path.of(file),
                file,
                patient,
                "",
                "PA",
                OptionalInt.empty(),
                "",
                source,
                Split.TRAIN,
                Map.of("pleural_effusion", label));
    }

    private static List<ListedFilm> films(String source, Label label, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> film(i, "", source, label))
                .toList();
    }

    /** North: 2 with, 6 without. South: 4 with, 4 without. East: 3 with. One unknown, one uncertain. */
    private static List<ListedFilm> mixed() {
        var films = new ArrayList<ListedFilm>();
        films.addAll(films("north", Label.POSITIVE, 0, 2));
        films.addAll(films("north", Label.NEGATIVE, 10, 6));
        films.addAll(films("south", Label.POSITIVE, 20, 4));
        films.addAll(films("south", Label.NEGATIVE, 30, 4));
        films.addAll(films("east", Label.POSITIVE, 40, 3));
        films.addAll(films("south", Label.UNKNOWN, 50, 1));
        films.addAll(films("south", Label.UNCERTAIN, 60, 1));
        return films;
    }

    private static double total(LabelTable table, Balance balance, String source, boolean positive) {
        var weights = table.weights(balance);
        var sum = 0.0;
        for (var i = 0; i < table.films().size(); i++) {
            if (table.known(i, 0)
                    && table.positive(i, 0) == positive
                    && (source.isEmpty() || table.films().get(i).source().equals(source))) {
                sum += weights[i];
            }
        }
        return sum;
    }

    @Test
    void uncertainLabelsTeachWhatIsAskedFor() {
        var films = films("north", Label.UNCERTAIN, 0, 1);

        var ignored = LabelTable.of(films, EFFUSION, Uncertain.IGNORE);
        assertThat(ignored.known(0, 0)).isFalse();
        assertThat(ignored.weights(Balance.CLASSES)).containsExactly(0);
        assertThat(LabelTable.of(films, EFFUSION, Uncertain.POSITIVE).positive(0, 0))
                .isTrue();
        var negative = LabelTable.of(films, EFFUSION, Uncertain.NEGATIVE);
        assertThat(negative.known(0, 0)).isTrue();
        assertThat(negative.positive(0, 0)).isFalse();
    }

    @Test
    void balancedClassesWeighTheSame() {
        var table = LabelTable.of(mixed(), EFFUSION, Uncertain.IGNORE);

        assertThat(total(table, Balance.NONE, "", true)).isCloseTo(9, within(1e-5));
        assertThat(total(table, Balance.NONE, "", false)).isCloseTo(10, within(1e-5));
        assertThat(total(table, Balance.CLASSES, "", true)).isCloseTo(9.5, within(1e-5));
        assertThat(total(table, Balance.CLASSES, "", false)).isCloseTo(9.5, within(1e-5));
    }

    @Test
    void balancedSourcesSayNothingAboutTheFinding() {
        var table = LabelTable.of(mixed(), EFFUSION, Uncertain.IGNORE);

        var north = total(table, Balance.SOURCES, "north", true);
        assertThat(total(table, Balance.SOURCES, "north", false)).isCloseTo(north, within(1e-5));
        assertThat(total(table, Balance.SOURCES, "south", true)).isCloseTo(north, within(1e-5));
        assertThat(total(table, Balance.SOURCES, "south", false)).isCloseTo(north, within(1e-5));
    }

    @Test
    void aRareCellDoesNotRule() {
        var films = new ArrayList<>(films("north", Label.POSITIVE, 0, 1));
        films.addAll(films("north", Label.NEGATIVE, 10, 99));

        var weights = LabelTable.of(films, EFFUSION, Uncertain.IGNORE).weights(Balance.CLASSES);

        assertThat(weights[0]).isEqualTo(10f);
    }

    @Test
    void labelsOfOneSidedSourcesCanBeLeftOut() {
        var table = LabelTable.of(mixed(), EFFUSION, Uncertain.IGNORE);

        assertThat(table.oneSidedSources(0)).containsExactly("east");
        var masked = table.withoutOneSidedSources();
        assertThat(masked.count(0, Label.POSITIVE)).isEqualTo(6);
        assertThat(masked.count(0, Label.NEGATIVE)).isEqualTo(10);
        assertThat(table.count(0, Label.POSITIVE)).isEqualTo(9);
    }

    @Test
    void targetsAreOneForFilmsWithTheFinding() {
        assertThat(LabelTable.of(mixed(), EFFUSION, Uncertain.IGNORE).targets())
                .containsExactly(1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0);
    }

    @Test
    void drawsArePatientWiseNestedAndOfEveryKind() {
        var films = new ArrayList<ListedFilm>();
        for (var i = 0; i < 120; i++) {
            films.add(
                    film(i, "p" + i / 3, i < 60 ? "north" : "south", i / 3 % 4 == 0 ? Label.POSITIVE : Label.NEGATIVE));
        }
        var draw = new PatientDraw(films, EFFUSION, 1, 0);

        var small = draw.share(0.2);
        var large = draw.share(0.6);

        assertThat(set(large)).containsAll(set(small));
        assertThat(small).hasSize(24);
        assertThat(large).hasSize(72);
        var filmsOf = new HashMap<String, Integer>();
        for (var i : large) {
            filmsOf.merge(films.get(i).person(), 1, Integer::sum);
        }
        assertThat(filmsOf.values()).containsOnly(3);
        assertThat(IntStream.of(small)
                        .mapToObj(i -> films.get(i).source() + films.get(i).labels())
                        .distinct())
                .hasSize(4);
        assertThat(draw.share(1)).hasSize(120);
        assertThat(new PatientDraw(films, EFFUSION, 1, 1).share(0.2)).isNotEqualTo(small);
        assertThat(new PatientDraw(films, EFFUSION, 1, 0).share(0.2)).isEqualTo(small);
    }

    private static HashSet<Integer> set(int[] values) {
        var set = new HashSet<Integer>();
        for (var value : values) {
            set.add(value);
        }
        return set;
    }
}
