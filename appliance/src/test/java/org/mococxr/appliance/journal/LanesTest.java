package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LanesTest {
    @TempDir
    private Path folder;

    @Test
    void aPersonComesBeforeAModalityAndThatBeforeBulkEachInTheOrderOfArrival() {
        try (var box = JournalUnderTest.in(folder)) {
            var bulk = box.receive("bulk", ReceivedFilm.Source.WEB, Optional.empty());
            assertThat(box.journal.move(bulk, Lane.BULK)).isTrue();
            var modality = box.receive("modality", ReceivedFilm.Source.DICOM, Optional.empty());
            var later = box.receive("later", ReceivedFilm.Source.DICOM, Optional.empty());
            var person = box.receive("person", ReceivedFilm.Source.WEB, Optional.empty());

            var order = new ArrayList<String>();
            for (var claim = box.journal.claim(JournalUnderTest.LEASE);
                    claim.isPresent();
                    claim = box.journal.claim(JournalUnderTest.LEASE)) {
                order.add(claim.get().ref());
            }

            assertThat(order).containsExactly(person, modality, later, bulk);
        }
    }

    @Test
    void aFilmThatIsDoneCannotBeMoved() {
        try (var box = JournalUnderTest.in(folder)) {
            var film = box.receive("a", ReceivedFilm.Source.DICOM, Optional.empty());
            box.refuseNext();

            assertThat(box.journal.move(film, Lane.BULK)).isFalse();
            assertThat(box.journal.move("nobody", Lane.BULK)).isFalse();
        }
    }
}
