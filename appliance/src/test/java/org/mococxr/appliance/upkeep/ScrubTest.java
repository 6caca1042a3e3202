package org.mococxr.appliance.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Screened;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.gate.RefusalCode;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxSettings;
import org.mococxr.inbox.Source;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** Every stored film is compared with its digest at night and within a month; damage is found, named and, once healed, forgotten. */
final class ScrubTest {
    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private Journal journal;
    private Inbox inbox;
    private boolean busy;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal.db"), clock);
        inbox = Inbox.open(
                InboxSettings.in(folder.resolve("inbox")),
                new Intake.Record(journal, () -> {}),
                new ReceiveEvents(),
                clock);
    }

    @AfterEach
    void close() {
        inbox.close();
        journal.close();
    }

    private Scrub scrub() {
        return new Scrub(folder.resolve("scrub.json"), journal.removals(), new StoredFilms(inbox), () -> busy, clock);
    }

    private void receive(int films) {
        for (var seed = 1; seed <= films; seed++) {
            send(seed);
        }
    }

    private void send(int seed) {
        inbox.accept(PhantomStudy.dicom(PhantomKind.NORMAL, seed), new Source(Source.Way.UPLOAD, "test"));
    }

    private Path file(long filmId) {
        return inbox.find(journal.worklist().film(filmId).orElseThrow().objectDigest())
                .orElseThrow();
    }

    private String ref(long filmId) {
        return journal.worklist().film(filmId).orElseThrow().ref();
    }

    private static int minutes(Scrub scrub, ManualClock clock, int minutes) {
        var checked = 0;
        for (var i = 0; i < minutes; i++) {
            checked += scrub.look();
            clock.pass(Duration.ofMinutes(1));
        }
        return checked;
    }

    private void untilNight() {
        clock.pass(Duration.ofHours(14)); // 22:00
    }

    private static void flipOneBit(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void whatIsCutFlippedOrGoneIsNamedByReferenceAndWhatIsWholeIsNot() throws IOException {
        receive(5);
        flipOneBit(file(1));
        var cut = Files.readAllBytes(file(2));
        Files.write(file(2), Arrays.copyOf(cut, cut.length - 1));
        Files.write(file(3), new byte[0]);
        Files.delete(file(4));
        untilNight();
        var scrub = scrub();

        assertThat(minutes(scrub, clock, 10)).isEqualTo(5);

        assertThat(scrub.state().damaged())
                .extracting(ScrubState.Damage::ref)
                .containsExactly(ref(1), ref(2), ref(3), ref(4));
        assertThat(scrub.state().damaged())
                .extracting(ScrubState.Damage::gone)
                .containsExactly(false, false, false, true);
        assertThat(scrub.concerns())
                .singleElement()
                .satisfies(words -> assertThat(words.english())
                        .contains("4", ref(1), ref(4))
                        .doesNotContain(ref(5)));
    }

    @Test
    void aFilmThatIsSentAgainIsWholeAgain() {
        receive(1);
        inbox.remove(journal.worklist().film(1).orElseThrow().objectDigest());
        untilNight();
        var scrub = scrub();
        minutes(scrub, clock, 3);
        assertThat(scrub.concerns()).hasSize(1);

        send(1);
        minutes(scrub, clock, 1);

        assertThat(scrub.concerns()).isEmpty();
    }

    @Test
    void pixelsThatWereDeletedOnPurposeAreNoDamage() {
        receive(2);
        var claim = journal.claim(Duration.ofMinutes(1)).orElseThrow();
        journal.conclude(
                claim,
                new Screened(
                        Optional.empty(),
                        new Conclusion.Refused(RefusalCode.LATERAL_VIEW, Sentence.quoted("side"), Duration.ZERO)),
                List.of());
        var film = journal.removals()
                .oldest(Instant.EPOCH, clock.instant().plusSeconds(1), 1)
                .get(0);
        inbox.remove(film.objectDigest());
        journal.removals().removed(film, Sentence.of("removal.room"));
        untilNight();
        var scrub = scrub();

        minutes(scrub, clock, 5);

        assertThat(scrub.state().damaged()).isEmpty();
        assertThat(scrub.state().checked()).isEqualTo(1);
    }

    @Test
    void itStandsBackByDayAndWhileFilmsWaitAndGoesOnWhereItStoppedAfterARestart() {
        receive(4);
        var scrub = scrub();
        assertThat(minutes(scrub, clock, 5)).as("by day").isZero();
        untilNight();
        busy = true;
        assertThat(minutes(scrub, clock, 5)).as("films wait").isZero();
        busy = false;
        assertThat(minutes(scrub, clock, 2)).isEqualTo(2);

        var restarted = scrub();

        assertThat(restarted.state().checked()).isEqualTo(2);
        assertThat(minutes(restarted, clock, 10)).isEqualTo(2);
    }

    @Test
    void onABoxThatIsOffAtNightItMakesUpForItByDay() {
        receive(3);
        var scrub = scrub();
        var checked = 0;
        for (var day = 0; day < 22; day++) {
            checked += minutes(scrub, clock, 4); // on for a moment each morning
            clock.pass(Duration.ofDays(1).minusMinutes(4));
        }

        assertThat(checked).isGreaterThanOrEqualTo(3);
    }

    @Test
    void eachFilmIsComparedAtLeastEveryThirtyDays() throws IOException {
        receive(3);
        var scrub = scrub();
        var rounds = new ArrayList<Instant>();
        for (var day = 0; day < 60; day++) {
            untilNight();
            if (minutes(scrub, clock, 8) > 0) {
                rounds.add(clock.instant());
            }
            clock.pass(Duration.ofHours(10).minusMinutes(8));
        }

        assertThat(rounds).hasSizeGreaterThan(2);
        for (var i = 1; i < rounds.size(); i++) {
            assertThat(Duration.between(rounds.get(i - 1), rounds.get(i))).isLessThan(Scrub.ALL_WITHIN);
        }
    }

    @Test
    void aDamagedRecordOfTheCheckBeginsAnew() throws IOException {
        receive(1);
        Files.writeString(folder.resolve("scrub.json"), "{");
        untilNight();

        assertThat(minutes(scrub(), clock, 3)).isEqualTo(1);
    }
}
