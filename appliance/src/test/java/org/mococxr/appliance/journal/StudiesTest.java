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

/** Films of one study count together: the strongest stands for all, after a quiet period, and late films are not lost. */
final class StudiesTest {
    private static final Duration QUIET = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private JournalUnderTest box;
    private Studies studies;

    @BeforeEach
    void open() {
        box = JournalUnderTest.in(folder);
        studies = box.journal.studies();
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void theFilmThatSpeaksMostForAFindingStandsForTheStudy() {
        var weak = box.receiveInStudy("a", "1.9");
        var strong = box.receiveInStudy("b", "1.9");
        box.receiveInStudy("c", "1.9");
        box.scoreNext(0.30, 0.40);
        box.scoreNext(0.80, 0.40);
        box.refuseNext();
        box.clock.pass(QUIET);

        assertThat(studies.closeQuiet(QUIET)).isEqualTo(1);

        var study = studies.ofFilm(box.film(weak)).orElseThrow();
        var result = study.result().orElseThrow();
        assertThat(study.open()).isFalse();
        assertThat(study.films()).hasSize(3).startsWith(weak, strong);
        assertThat(result.films()).isEqualTo(3);
        assertThat(result.scored()).isEqualTo(2);
        assertThat(result.findings())
                .containsExactly(new Study.Finding(JournalUnderTest.FINDING, 0.80, true, false, strong));
    }

    /** 0.35 over a cut-off of 0.20 says more than 0.45 under one of 0.60. */
    @Test
    void filmsScoredWithDifferentCutOffsAreComparedByTheirDistanceFromIt() {
        var above = box.receiveInStudy("a", "1.9");
        box.receiveInStudy("b", "1.9");
        box.scoreNext(0.35, 0.20);
        box.scoreNext(0.45, 0.60);
        box.clock.pass(QUIET);

        studies.closeQuiet(QUIET);

        var finding = studies.newest(FilmSearch.of(FilmFilter.ALL), 1)
                .get(0)
                .result()
                .orElseThrow()
                .findings()
                .get(0);
        assertThat(finding.filmRef()).isEqualTo(above);
        assertThat(finding.suggestive()).isTrue();
    }

    @Test
    void aStudyStaysOpenWhileAFilmOfItWaitsOrTheLastOneIsFresh() {
        box.receiveInStudy("a", "1.9");
        box.clock.pass(QUIET.multipliedBy(2));
        assertThat(studies.closeQuiet(QUIET)).as("the film still waits").isZero();

        box.scoreNext(0.3, 0.4);
        box.clock.pass(QUIET.minusSeconds(1));
        assertThat(studies.closeQuiet(QUIET)).as("another may still come").isZero();

        box.clock.pass(Duration.ofSeconds(1));
        assertThat(studies.closeQuiet(QUIET)).isEqualTo(1);
        assertThat(studies.closeQuiet(QUIET)).as("once").isZero();
    }

    @Test
    void aLateFilmOpensTheStudyAgainAndTheEarlierResultStaysUntilTheNext() {
        box.receiveInStudy("a", "1.9");
        box.scoreNext(0.3, 0.4);
        box.clock.pass(QUIET);
        studies.closeQuiet(QUIET);

        box.receiveInStudy("late", "1.9");

        var reopened = studies.newest(FilmSearch.of(FilmFilter.ALL), 1).get(0);
        assertThat(reopened.open()).isTrue();
        assertThat(reopened.result().orElseThrow().number()).isEqualTo(1);
        box.scoreNext(0.9, 0.4);
        box.clock.pass(QUIET);
        studies.closeQuiet(QUIET);
        var second = studies.study(reopened.ref()).orElseThrow().result().orElseThrow();
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.films()).isEqualTo(2);
        assertThat(second.findings().get(0).probability()).isEqualTo(0.9);
    }

    @Test
    void openPagesAreToldOfEachFilmWhoseStudyWasClosed() {
        var first = box.receiveInStudy("a", "1.9");
        var second = box.receiveInStudy("b", "1.9");
        box.refuseNext();
        box.refuseNext();
        box.clock.pass(QUIET);
        var told = new ArrayList<String>();
        box.journal.onChange(told::add);

        studies.closeQuiet(QUIET);

        assertThat(told).containsExactly(first, second);
    }

    @Test
    void aFilmWithoutAStudyBelongsToNone() {
        var picture = box.receive("a", ReceivedFilm.Source.WEB, Optional.empty());
        box.scoreNext(0.3, 0.4);
        box.clock.pass(QUIET);

        assertThat(studies.closeQuiet(QUIET)).isZero();
        assertThat(studies.ofFilm(box.film(picture))).isEmpty();
        assertThat(studies.newest(FilmSearch.of(FilmFilter.ALL), 10)).isEmpty();
    }

    /** A film that came later lifts its study; no page holds a study twice, and no study is between two pages. */
    @ParameterizedTest
    @EnumSource(FilmFilter.class)
    void pagesGoOnBehindTheirLastStudyAndTogetherAreTheStudiesOfTheList(FilmFilter filter) {
        for (var film : List.of("a 1.1", "b 1.2", "c 1.3", "d 1.1")) {
            box.receiveInStudy(film.substring(0, 1), film.substring(2));
            box.scoreNext(0.9, 0.4);
        }
        box.receiveInStudy("e", "1.4");
        box.refuseNext();
        box.receive("f", ReceivedFilm.Source.WEB, Optional.empty());
        var search = FilmSearch.of(filter);

        var pages = new ArrayList<>(studies.newest(search, 2));
        for (var page = List.copyOf(pages); !page.isEmpty(); pages.addAll(page)) {
            page = studies.older(search, pages.get(pages.size() - 1), 2);
        }

        assertThat(pages.stream().map(study -> Optional.of(study.ref())))
                .containsExactlyElementsOf(box.journal.studyList().studies(search, 100).stream()
                        .map(StudyEntry::ref)
                        .filter(Optional::isPresent)
                        .toList());
    }

    @Test
    void aPageGoesOnBehindAStudyThatLeftTheListMeanwhile() {
        var first = box.receiveInStudy("a", "1.1");
        box.receiveInStudy("b", "1.2");
        var open = FilmSearch.of(FilmFilter.OPEN);
        var last = studies.newest(open, 1).get(0);
        box.journal.move(first, Lane.BULK);
        box.scoreNext(0.3, 0.4);

        assertThat(studies.older(open, last, 10))
                .singleElement()
                .satisfies(study -> assertThat(study.films()).containsExactly(first));
    }

    @Test
    void earlierFilmsAreThoseOfTheSamePerson() {
        var first = box.receiveInStudy("a", "1.9");
        box.scoreNext(0.3, 0.4);
        var unknown = box.receiveInStudy("b", "1.10");
        box.refuseNext();
        var second = box.receiveInStudy("c", "1.11");
        box.scoreNext(0.3, 0.4);

        assertThat(box.journal.worklist().earlier(box.film(second), 10))
                .extracting(FilmEntry::ref)
                .containsExactly(first);
        assertThat(box.journal.worklist().earlier(box.film(unknown), 10)).isEmpty();
    }
}
