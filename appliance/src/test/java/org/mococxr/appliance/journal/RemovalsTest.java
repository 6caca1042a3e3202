package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Screened;

/** Pixels may go when nobody waits for them any more; what was said about a film stays. */
final class RemovalsTest {
    @TempDir
    private Path folder;

    @Test
    void onlyFilmsThatAreDoneAndDeliveredMayGoTheOldestFirst() {
        try (var box = JournalUnderTest.in(folder)) {
            var first = box.receiveInStudy("first", "1.1");
            box.refuseNext();
            box.clock.pass(Duration.ofDays(1));
            box.receiveInStudy("second", "1.2");
            box.scoreNext(0.7, 0.4);
            box.receiveInStudy("undelivered", "1.3");
            box.journal.conclude(
                    box.journal.claim(JournalUnderTest.LEASE).orElseThrow(),
                    new Screened(Optional.empty(), JournalUnderTest.scored(JournalUnderTest.ACTIVE, 0.5, 0.4)),
                    List.of(new PlannedDelivery("PACS@127.0.0.1:104", "sr")));
            box.receiveInStudy("waiting", "1.4");
            box.clock.pass(Duration.ofDays(1));
            var removals = box.journal.removals();

            assertThat(removals.oldest(Instant.EPOCH, box.clock.instant(), 10))
                    .extracting(Removals.Removable::objectDigest)
                    .containsExactly("first", "second");
            assertThat(removals.oldest(Instant.EPOCH, box.clock.instant().minus(Duration.ofHours(36)), 10))
                    .extracting(Removals.Removable::objectDigest)
                    .containsExactly("first");

            removals.removed(
                    removals.oldest(Instant.EPOCH, box.clock.instant(), 1).get(0), Sentence.of("removal.too_old", 1));

            assertThat(removals.oldest(Instant.EPOCH, box.clock.instant(), 10))
                    .extracting(Removals.Removable::objectDigest)
                    .containsExactly("second");
            assertThat(removals.reason(box.film(first))).contains("older than 1 days");
            assertThat(box.film(first).outcome()).isPresent();
        }
    }
}
