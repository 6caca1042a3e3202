package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadingsTest {
    @TempDir
    private Path folder;

    private JournalUnderTest box;

    @BeforeEach
    void open() {
        box = JournalUnderTest.in(folder);
    }

    @AfterEach
    void close() {
        box.close();
    }

    private FilmEntry scoredFilm(String digest) {
        var ref = box.receive(digest, ReceivedFilm.Source.DICOM, Optional.empty());
        box.scoreNext(0.7, 0.5);
        return box.film(ref);
    }

    @Test
    void aReadingStandsUntilItsReaderTakesItBackAndBothStayInTheHistory() {
        var film = scoredFilm("a");
        var readings = box.journal.readings();
        var number = readings.record(film, "cleo", JournalUnderTest.FINDING, false, "not_there", "scapula");

        assertThat(readings.of(film)).singleElement().satisfies(reading -> {
            assertThat(reading.reader()).isEqualTo("cleo");
            assertThat(reading.agrees()).isFalse();
            assertThat(reading.reason()).isEqualTo("not_there");
            assertThat(reading.note()).isEqualTo("scapula");
            assertThat(reading.at()).isEqualTo(box.clock.instant());
        });
        assertThat(readings.withdraw(film, "somebody else", number)).isFalse();
        assertThat(readings.withdraw(film, "cleo", number)).isTrue();
        assertThat(readings.withdraw(film, "cleo", number)).isFalse();

        assertThat(readings.of(film)).isEmpty();
        assertThat(box.journal.worklist().events(film).stream().map(FilmEvent::kind))
                .endsWith("read", "reading_withdrawn");
    }

    @Test
    void aReadingOfOneFilmCannotBeTakenBackThroughAnother() {
        var film = scoredFilm("a");
        var other = scoredFilm("b");
        var number = box.journal.readings().record(film, "cleo", JournalUnderTest.FINDING, true, "", "");

        assertThat(box.journal.readings().withdraw(other, "cleo", number)).isFalse();
        assertThat(box.journal.readings().of(film)).hasSize(1);
    }

    @Test
    void filmsThatNobodyReadAreListedUntilSomebodyDoes() {
        var film = scoredFilm("a");
        box.receive("b", ReceivedFilm.Source.DICOM, Optional.empty());
        box.refuseNext();
        var unread = FilmSearch.of(FilmFilter.UNREAD);

        assertThat(box.journal.worklist().films(unread, 10))
                .extracting(FilmEntry::ref)
                .containsExactly(film.ref());
        var number = box.journal.readings().record(film, "cleo", JournalUnderTest.FINDING, true, "", "");
        assertThat(box.journal.worklist().films(unread, 10)).isEmpty();
        box.journal.readings().withdraw(film, "cleo", number);
        assertThat(box.journal.worklist().films(unread, 10)).hasSize(1);
    }
}
