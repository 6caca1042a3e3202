package org.mococxr.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mococxr.filmlist.ListedFilm;
import org.mococxr.filmlist.Split;

class StudyPartnersTest {
    private static ListedFilm film(String file, String patient, String study) {
        return new ListedFilm(
                Path.of(file), file, patient, study, "", OptionalInt.empty(), "", "north", Split.TRAIN, Map.of());
    }

    private final List<ListedFilm> films = List.of(
            film("a", "p1", "s1"),
            film("b", "p1", "s1"),
            film("c", "p1", "s1"),
            film("d", "p1", "s2"),
            film("e", "p2", "s1"),
            film("f", "p3", ""),
            film("g", "p3", ""));

    @Test
    void aPartnerIsAnotherFilmOfTheStudy() {
        var partners = new StudyPartners(films, Positives.SAME_STUDY, 1);
        var seen = new TreeSet<Integer>();
        for (var epoch = 0; epoch < 20; epoch++) {
            var drawn = partners.of(new int[] {0, 3, 4, 5, 6}, epoch);
            seen.add(drawn[0]);
            assertThat(Arrays.copyOfRange(drawn, 1, 5)).containsExactly(3, 4, 5, 6); // alone in their studies
        }

        assertThat(seen).containsExactly(1, 2);
        assertThat(partners.paired()).isEqualTo(3);
    }

    @Test
    void withoutPairsEachFilmIsItsOwnPartner() {
        var partners = new StudyPartners(films, Positives.SAME_FILM, 1);

        assertThat(partners.of(new int[] {0, 1, 2}, 5)).containsExactly(0, 1, 2);
        assertThat(partners.paired()).isZero();
    }
}
