package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Covers: a study is one row whichever of its films a list holds, says what its closing says, and is never lost or doubled. */
final class StudyListTest {
    @TempDir
    private Path folder;

    private JournalUnderTest box;
    private StudyList list;

    @BeforeEach
    void open() {
        box = JournalUnderTest.in(folder);
        list = box.journal.studyList();
    }

    @AfterEach
    void close() {
        box.close();
    }

    private String scored(String digest, String study, double probability) {
        var ref = box.receiveInStudy(digest, study);
        box.scoreNext(probability, 0.5);
        return ref;
    }

    private String refused(String digest, String study) {
        var ref = box.receiveInStudy(digest, study);
        box.refuseNext();
        return ref;
    }

    private static List<List<String>> refs(List<StudyEntry> studies) {
        return studies.stream()
                .map(study -> study.films().stream().map(FilmEntry::ref).toList())
                .toList();
    }

    private List<List<String>> listed(FilmSearch search) {
        return refs(list.studies(search, 10));
    }

    private static final FilmSearch ALL = FilmSearch.of(FilmFilter.ALL);

    private static final FilmSearch BY_SCORE =
            new FilmSearch(FilmFilter.ALL, "", Optional.empty(), Optional.of(JournalUnderTest.FINDING));

    @Test
    void filmsOfAStudyStandTogetherAndAFilmOfNoneStandsForItself() {
        var frontal = scored("a", "1.1", 0.3);
        var picture = box.receive("b", ReceivedFilm.Source.WEB, Optional.empty());
        box.scoreNext(0.4, 0.5);
        var other = scored("c", "1.2", 0.2);
        var lateral = refused("d", "1.1");

        assertThat(listed(ALL)).containsExactly(List.of(frontal, lateral), List.of(other), List.of(picture));
        var studies = list.studies(ALL, 10);
        assertThat(studies.get(0).ref()).isPresent();
        assertThat(studies.get(2).ref()).isEmpty();
        assertThat(refs(List.of(list.of(box.film(lateral))))).containsExactly(List.of(frontal, lateral));
        assertThat(refs(List.of(list.of(box.film(picture))))).containsExactly(List.of(picture));
    }

    /** 0.35 over a cut-off of 0.20 says more than 0.45 under one of 0.60, before the study is closed and after. */
    @Test
    void theRowSaysWhatTheClosedStudySays() {
        var above = box.receiveInStudy("a", "1.9");
        box.receiveInStudy("b", "1.9");
        box.scoreNext(0.35, 0.20);
        box.scoreNext(0.45, 0.60);
        refused("c", "1.9");
        var early = list.studies(ALL, 1).get(0);
        box.clock.pass(Duration.ofMinutes(2));
        box.journal.studies().closeQuiet(Duration.ofMinutes(1));
        var late = list.studies(ALL, 1).get(0);

        var closed = box.journal
                .studies()
                .newest(FilmSearch.of(FilmFilter.ALL), 1)
                .get(0)
                .result()
                .orElseThrow();
        for (var row : List.of(early, late)) {
            assertThat(row.standing()).singleElement().satisfies(standing -> {
                assertThat(standing.film().ref()).isEqualTo(above);
                assertThat(standing.assessment().probability())
                        .isEqualTo(closed.findings().get(0).probability());
                assertThat(standing.assessment().suggestive()).isTrue();
            });
            assertThat(row.face().ref()).isEqualTo(above);
        }
        assertThat(early.open()).isTrue();
        assertThat(late.open()).isFalse();
    }

    @Test
    void withoutAScoreTheNewestFilmIsItsFace() {
        refused("a", "1.1");
        var second = refused("b", "1.1");

        var study = list.studies(ALL, 1).get(0);

        assertThat(study.standing()).isEmpty();
        assertThat(study.face().ref()).isEqualTo(second);
    }

    @Test
    void byScoreTheStrongestFilmGivesThePlaceAndTheStudyComesOnce() {
        var weak = scored("a", "1.1", 0.1);
        var middle = scored("b", "1.2", 0.5);
        var strong = scored("c", "1.1", 0.9);
        refused("d", "1.3");

        assertThat(listed(BY_SCORE)).containsExactly(List.of(weak, strong), List.of(middle));
    }

    @Test
    void aFilterHoldsTheWholeStudyOfEachFilmThatItHolds() {
        var frontal = scored("a", "1.1", 0.9);
        var lateral = refused("b", "1.1");
        var other = scored("c", "1.2", 0.1);

        assertThat(listed(FilmSearch.of(FilmFilter.REFUSED))).containsExactly(List.of(frontal, lateral));
        assertThat(listed(FilmSearch.of(FilmFilter.SUGGESTIVE))).containsExactly(List.of(frontal, lateral));
        assertThat(listed(FilmSearch.of(FilmFilter.SCORED))).containsExactly(List.of(other), List.of(frontal, lateral));
        assertThat(listed(new FilmSearch(FilmFilter.ALL, lateral, Optional.empty(), Optional.empty())))
                .containsExactly(List.of(frontal, lateral));
        assertThat(listed(FilmSearch.of(FilmFilter.FAILED))).isEmpty();
    }

    /** A film that came hours later lifts its study; the page that its first film would have stood on does not show it again. */
    @ParameterizedTest
    @EnumSource(FilmFilter.class)
    void pagesGoOnBehindTheirLastStudyAndTogetherAreTheList(FilmFilter filter) {
        scored("a", "1.1", 0.9);
        scored("b", "1.2", 0.9);
        refused("c", "1.3");
        scored("d", "1.1", 0.8);
        box.receiveInStudy("e", "1.2");
        box.receive("f", ReceivedFilm.Source.WEB, Optional.empty());
        var search = FilmSearch.of(filter);
        var whole = listed(search);

        var pages = new ArrayList<StudyEntry>(list.studies(search, 1));
        for (var page = List.copyOf(pages); !page.isEmpty(); pages.addAll(page)) {
            page = list.older(search, pages.get(pages.size() - 1).newest(), 1);
        }

        assertThat(refs(pages)).containsExactlyElementsOf(whole).doesNotHaveDuplicates();
    }

    @Test
    void theStudyBeforeAndAfterSkipsFilmsOfTheSame() {
        var old = scored("a", "1.1", 0.9);
        var first = scored("b", "1.2", 0.9);
        var between = scored("c", "1.3", 0.9);
        var second = scored("d", "1.2", 0.1);
        var newest = scored("e", "1.4", 0.1);

        for (var film : List.of(first, second)) {
            assertThat(list.neighbour(ALL, box.film(film), true).map(StudyEntry::films))
                    .hasValueSatisfying(films ->
                            assertThat(films).extracting(FilmEntry::ref).containsExactly(newest));
            assertThat(list.neighbour(ALL, box.film(film), false).map(StudyEntry::films))
                    .hasValueSatisfying(films ->
                            assertThat(films).extracting(FilmEntry::ref).containsExactly(between));
        }
        assertThat(list.neighbour(ALL, box.film(old), false)).isEmpty();
        assertThat(list.neighbour(ALL, box.film(between), false).map(StudyEntry::films))
                .as("the study above is not met again by its older film")
                .hasValueSatisfying(
                        films -> assertThat(films).extracting(FilmEntry::ref).containsExactly(old));
    }
}
