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
import org.junit.jupiter.params.provider.ValueSource;

final class FilmSearchTest {
    @TempDir
    private Path folder;

    private JournalUnderTest box;

    /** Films in the order they came: score 0.2, 0.9, refused, 0.6. */
    private String low;

    private String high;
    private String refused;
    private String middle;

    @BeforeEach
    void open() {
        box = JournalUnderTest.in(folder);
        low = scored("a", 0.2);
        box.clock.pass(Duration.ofHours(30));
        high = scored("b", 0.9);
        refused = box.receive("c", ReceivedFilm.Source.DICOM, Optional.empty());
        box.refuseNext();
        middle = scored("d", 0.6);
    }

    @AfterEach
    void close() {
        box.close();
    }

    private String scored(String digest, double probability) {
        var ref = box.receive(digest, ReceivedFilm.Source.DICOM, Optional.empty());
        box.scoreNext(probability, 0.5);
        return ref;
    }

    private List<String> found(FilmSearch search) {
        return box.journal.worklist().films(search, 10).stream()
                .map(FilmEntry::ref)
                .toList();
    }

    private static FilmSearch text(String text) {
        return new FilmSearch(FilmFilter.ALL, text, Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(FilmFilter.class)
    void pagesGoOnBehindTheirLastFilmAndTogetherAreTheList(FilmFilter filter) {
        var search = FilmSearch.of(filter);
        var whole = found(search);

        var pages = new ArrayList<FilmEntry>(box.journal.worklist().films(search, 1));
        for (var page = pages; !page.isEmpty(); ) {
            page = new ArrayList<>(box.journal.worklist().older(search, pages.get(pages.size() - 1), 1));
            pages.addAll(page);
        }

        assertThat(pages.stream().map(FilmEntry::ref)).containsExactlyElementsOf(whole);
    }

    @Test
    void newestFirstOrHighestScoreFirst() {
        var byScore = new FilmSearch(FilmFilter.ALL, "", Optional.empty(), Optional.of(JournalUnderTest.FINDING));

        assertThat(found(FilmSearch.of(FilmFilter.ALL))).containsExactly(middle, refused, high, low);
        assertThat(found(byScore)).containsExactly(high, middle, low);
        assertThat(found(new FilmSearch(FilmFilter.ALL, "", Optional.empty(), Optional.of("unknown"))))
                .isEmpty();
    }

    @Test
    void onlyFilmsSinceAMoment() {
        var since = new FilmSearch(
                FilmFilter.ALL, "", Optional.of(box.clock.instant().minus(Duration.ofHours(1))), Optional.empty());

        assertThat(found(since)).containsExactly(middle, refused, high);
    }

    @Test
    void byPatientInitialsDateOrReference() {
        assertThat(found(text("p1"))).containsExactly(middle, high, low);
        assertThat(found(text("DJ"))).containsExactly(middle, high, low);
        assertThat(found(text("2026-11-23"))).containsExactly(middle, high, low);
        assertThat(found(text("2026-11-24"))).isEmpty();
        assertThat(found(text(refused))).containsExactly(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "' or 1=1 --", "\\", "\"; drop table film; --", "P_", "P2\u0000"})
    void whatIsTypedIsTextAndNeverAPatternOrSql(String typed) {
        assertThat(found(text(typed))).isEmpty();
        assertThat(found(FilmSearch.of(FilmFilter.ALL))).hasSize(4);
    }

    @Test
    void theFilmBeforeAndAfterInAList() {
        var all = FilmSearch.of(FilmFilter.SCORED);
        var film = box.film(high);

        assertThat(box.journal.worklist().neighbour(all, film, true).map(FilmEntry::ref))
                .contains(middle);
        assertThat(box.journal.worklist().neighbour(all, film, false).map(FilmEntry::ref))
                .contains(low);
        assertThat(box.journal.worklist().neighbour(all, box.film(low), false)).isEmpty();
    }
}
