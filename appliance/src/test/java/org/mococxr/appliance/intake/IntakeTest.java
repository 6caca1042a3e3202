package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Screened;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.gate.RefusalCode;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxSettings;
import org.mococxr.inbox.Source;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;

/** The door says yes only to what is safe, and says why when it says no. */
final class IntakeTest {
    private static final long RESERVE = 1000;
    private static final Duration LEASE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private final AtomicLong free = new AtomicLong(1 << 30);
    private final AtomicInteger rung = new AtomicInteger();
    private final ManualClock clock = new ManualClock();
    private Journal journal;
    private Inbox inbox;
    private Intake intake;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal.db"), clock);
        var record = new Intake.Record(journal, rung::incrementAndGet);
        inbox = Inbox.open(
                InboxSettings.in(folder.resolve("inbox"))
                        .withWatermarkBytes(RESERVE)
                        .withSpace(free::get),
                record,
                new ReceiveEvents(),
                clock);
        intake = Intake.open(inbox, record, journal, 2);
    }

    @AfterEach
    void close() {
        inbox.close();
        journal.close();
    }

    @Test
    void aFilmIsStoredRecordedAndRungForOnce() {
        var first = upload(film(1));
        var again = upload(film(1));

        assertThat(first).isInstanceOfSatisfying(UploadResult.Taken.class, taken -> {
            assertThat(taken.knownBefore()).isFalse();
            assertThat(journal.worklist().film(taken.ref())).isPresent();
        });
        assertThat(again)
                .isInstanceOfSatisfying(
                        UploadResult.Taken.class,
                        taken -> assertThat(taken.knownBefore()).isTrue());
        assertThat(journal.worklist().tally().films()).isEqualTo(1);
        assertThat(rung.get()).isPositive();
    }

    /** Whoever sends a failed film again expects another attempt. */
    @Test
    void aFailedFilmThatIsSentAgainIsTriedAgainWithAllItsAttempts() {
        var ref = ((UploadResult.Taken) upload(film(1))).ref();
        journal.retryLater(journal.claim(LEASE).orElseThrow(), "no luck", clock.instant());
        conclude(new Conclusion.Failed(Sentence.quoted("no luck"), Duration.ZERO));
        var rungBefore = rung.get();

        var again = upload(film(1));

        assertThat(again).isEqualTo(new UploadResult.Taken(ref, true));
        assertThat(rung.get()).isGreaterThan(rungBefore);
        assertThat(journal.worklist().tally().films()).isEqualTo(1);
        assertThat(journal.claim(LEASE)).hasValueSatisfying(claim -> {
            assertThat(claim.ref()).isEqualTo(ref);
            assertThat(claim.attempt()).isEqualTo(1);
        });
        assertThat(history(ref))
                .containsOnlyOnce("Failed: no luck")
                .containsOnlyOnce("Received again with the same content. It had failed, so it is tried again.");
    }

    @Test
    void aFilmThatWaitsOrHasAnEndOfItsOwnIsNotTriedAgain() {
        var ref = ((UploadResult.Taken) upload(film(1))).ref();
        upload(film(1));
        conclude(new Conclusion.Refused(RefusalCode.BLANK, Sentence.quoted("all black"), Duration.ZERO));
        var refused = journal.worklist().film(ref).orElseThrow();

        upload(film(1));

        assertThat(journal.claim(LEASE)).isEmpty();
        assertThat(journal.worklist().film(ref)).contains(refused);
        assertThat(history(ref))
                .doesNotContain("Received again with the same content. It had failed, so it is tried again.");
    }

    private void conclude(Conclusion conclusion) {
        assertThat(journal.conclude(
                        journal.claim(LEASE).orElseThrow(), new Screened(Optional.empty(), conclusion), List.of()))
                .isTrue();
    }

    private List<String> history(String ref) {
        return journal.worklist().events(journal.worklist().film(ref).orElseThrow()).stream()
                .map(event -> event.words().english())
                .toList();
    }

    @Test
    void bulkWaitsForWhomeverStandsBeforeTheBox() {
        var bulk = (UploadResult.Taken) upload(film(1));
        intake.queueAsBulk(bulk.ref());
        var person = (UploadResult.Taken) upload(film(2));

        assertThat(journal.claim(Duration.ofMinutes(1)).orElseThrow().ref()).isEqualTo(person.ref());
        assertThat(journal.claim(Duration.ofMinutes(1)).orElseThrow().ref()).isEqualTo(bulk.ref());
    }

    @Test
    void aFullDiskTurnsFilmsAwayInWordsUntilThereIsRoom() {
        free.set(RESERVE - 1);
        var full = upload(film(1));
        free.set(1 << 30);
        var room = upload(film(1));

        assertThat(full)
                .isInstanceOfSatisfying(
                        UploadResult.DiskFull.class,
                        answer -> assertThat(answer.reason().english()).contains("disk of the box is full"));
        assertThat(room).isInstanceOf(UploadResult.Taken.class);
        assertThat(journal.worklist().tally().films()).isEqualTo(1);
    }

    @Test
    void tooManyWaitingFilmsPutNewOnesOff() {
        upload(film(1));
        upload(film(2));

        var third = upload(film(3));

        assertThat(third).isInstanceOf(UploadResult.PutOff.class);
        assertThat(journal.worklist().tally().films()).isEqualTo(2);
    }

    @Test
    void whatIsNoFilmIsNotKept() {
        var answer = upload("hello, I am no film".getBytes(StandardCharsets.UTF_8));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        UploadResult.NotTaken.class,
                        no -> assertThat(no.reason().english()).contains("Nothing was stored"));
        assertThat(journal.worklist().tally().films()).isZero();
    }

    private UploadResult upload(byte[] film) {
        return intake.upload(new ByteArrayInputStream(film), new Source(Source.Way.UPLOAD, "upload"));
    }

    private static byte[] film(long seed) {
        return PhantomFilm.png16(PhantomKind.NORMAL, seed, 64);
    }
}
