package org.mococxr.appliance.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.ReceivedFilm;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Screened;
import org.mococxr.gate.RefusalCode;

/** Old pixels go by the rules, the oldest first, and never those of a film that somebody still waits for. */
final class RetentionTest {
    private static final long FILM_BYTES = 1000;

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final List<String> deleted = new ArrayList<>();
    private Journal journal;
    private boolean trustsAges = true;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal.db"), clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void filmsOlderThanTheLimitGoAndYoungerOnesStay() {
        done("old");
        clock.pass(Duration.ofDays(31));
        done("young");
        receive("waiting");

        var retention = retention(new RetentionRules(Optional.of(Duration.ofDays(30)), 0), Long.MAX_VALUE);

        assertThat(retention.apply()).isEqualTo(1);
        assertThat(deleted).containsExactly("old");
        assertThat(retention.apply()).as("once").isZero();
        assertThat(journal.worklist().film(1).orElseThrow().outcome())
                .as("what was said stays")
                .isPresent();
        assertThat(journal.removals().reason(journal.worklist().film(1).orElseThrow()))
                .contains("older than 30 days");
    }

    @Test
    void whenTheDiskIsFullAsManyOfTheOldestGoAsAreNeeded() {
        for (var name : List.of("first", "second", "third", "fourth")) {
            done(name);
            clock.pass(Duration.ofMinutes(1));
        }

        assertThat(retention(new RetentionRules(Optional.empty(), 10_000), 8_500)
                        .apply())
                .isEqualTo(2);

        assertThat(deleted).containsExactly("first", "second");
    }

    @Test
    void withoutRulesNothingGoesHoweverFullTheDisk() {
        done("first");
        clock.pass(Duration.ofDays(4000));

        assertThat(retention(RetentionRules.keepEverything(), 0).apply()).isZero();
        assertThat(deleted).isEmpty();
    }

    @Test
    void nothingGoesForItsAgeWhileTheClockIsNotTrusted() {
        done("young");
        clock.pass(Duration.ofDays(400));
        trustsAges = false;
        var retention = retention(new RetentionRules(Optional.of(Duration.ofDays(30)), 0), Long.MAX_VALUE);

        assertThat(retention.apply()).isZero();

        trustsAges = true;
        assertThat(retention.apply()).isEqualTo(1);
    }

    @Test
    void aFilmThatCameWhileTheClockHadLostItsTimeGoesOnlyToMakeRoom() {
        clock.pass(Duration.ofDays(-20_000));
        done("undated");
        clock.pass(Duration.ofDays(20_000));

        assertThat(retention(new RetentionRules(Optional.of(Duration.ofDays(30)), 0), Long.MAX_VALUE)
                        .apply())
                .isZero();
        assertThat(retention(new RetentionRules(Optional.empty(), 10_000), 9_500)
                        .apply())
                .isEqualTo(1);
    }

    @Test
    void aFilmThatCameWhileTheClockWasAheadCanMakeRoom() {
        clock.pass(Duration.ofDays(400));
        done("dated ahead");
        clock.pass(Duration.ofDays(-400));

        assertThat(retention(new RetentionRules(Optional.empty(), 10_000), 9_500)
                        .apply())
                .isEqualTo(1);
    }

    @Test
    void lessThanADayIsNoRule() {
        assertThatThrownBy(() -> new RetentionRules(Optional.of(Duration.ofHours(1)), 0))
                .hasMessageContaining("at least a day");
    }

    private Retention retention(RetentionRules rules, long freeBytes) {
        return new Retention(() -> rules, journal.removals(), deleted::add, () -> freeBytes, clock, () -> trustsAges);
    }

    private void receive(String digest) {
        journal.receive(
                new ReceivedFilm(digest, FILM_BYTES, ReceivedFilm.Source.DICOM, "XRAY1", Optional.of("1." + digest)));
    }

    private void done(String digest) {
        receive(digest);
        var claim = journal.claim(Duration.ofMinutes(5)).orElseThrow();
        if (!claim.objectDigest().equals(digest)) {
            throw new AssertionError("another film waits: " + claim.objectDigest());
        }
        journal.conclude(
                claim,
                new Screened(
                        Optional.empty(),
                        new Conclusion.Refused(RefusalCode.BLANK, Sentence.quoted("all black"), Duration.ZERO)),
                List.of());
    }
}
