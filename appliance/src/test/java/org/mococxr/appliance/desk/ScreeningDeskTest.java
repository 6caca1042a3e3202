package org.mococxr.appliance.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.journal.Claim;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.ReceivedFilm;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.Screened;
import org.mococxr.gate.RefusalCode;

/** Every film ends exactly once, whatever it does to the one who works on it. */
final class ScreeningDeskTest {
    private static final Screened REFUSED = new Screened(
            Optional.empty(), new Conclusion.Refused(RefusalCode.BLANK, Sentence.quoted("all black"), Duration.ZERO));

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private Journal journal;
    private boolean mayWork = true;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal.db"), clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aStumbleIsTriedAgainLaterAndThenEnds() {
        receive();
        var desk = desk(claim -> {
            if (claim.attempt() < 3) {
                throw new IllegalStateException("the runtime stumbled");
            }
            return REFUSED;
        });

        assertThat(desk.workOnOne()).isTrue();
        assertThat(desk.workOnOne()).as("waits before the second try").isFalse();
        clock.pass(Duration.ofSeconds(5));
        assertThat(desk.workOnOne()).isTrue();
        clock.pass(Duration.ofSeconds(10));
        assertThat(desk.workOnOne()).isTrue();

        assertThat(film().outcome().orElseThrow().conclusion()).isEqualTo(REFUSED.conclusion());
        assertThat(film().attempts()).isEqualTo(3);
    }

    @Test
    void aFilmThatWasTakenIsEndedBeforeTheDeskCloses() throws InterruptedException {
        receive();
        journal.receive(new ReceivedFilm("other", 10, ReceivedFilm.Source.DICOM, "XRAY1", Optional.of("1.2.4")));
        var began = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var desk = desk(claim -> {
            began.countDown();
            awaitWhateverHappens(goOn);
            return REFUSED;
        });
        desk.start();
        began.await();

        goOn.countDown();
        desk.close();

        assertThat(journal.worklist().films(FilmFilter.ALL, 10))
                .allMatch(film -> film.stage() != FilmEntry.Stage.WORKING);
    }

    @Test
    void aFilmThatAlwaysFailsIsShownAsFailedAfterBoundedTries() {
        receive();
        var desk = desk(claim -> {
            throw new IllegalStateException("the runtime stumbled");
        });

        var tries = 0;
        for (var i = 0; i < 10; i++) {
            tries += desk.workOnOne() ? 1 : 0;
            clock.pass(Duration.ofHours(1));
        }

        assertThat(tries).isEqualTo(3);
        assertThat(film().outcome().orElseThrow().conclusion())
                .isInstanceOfSatisfying(
                        Conclusion.Failed.class,
                        failed -> assertThat(failed.reason().english()).contains("3 attempts", "the runtime stumbled"));
    }

    @Test
    void anErrorInOneFilmDoesNotEndTheDesk() {
        receive();
        var desk = desk(claim -> {
            throw new OutOfMemoryError("a hostile film");
        });

        assertThat(desk.workOnOne()).isTrue();

        assertThat(film().outcome()).isEmpty();
        assertThat(film().stage()).isEqualTo(FilmEntry.Stage.WAITING);
    }

    @Test
    void aFilmThatKeepsStoppingTheBoxIsNotTriedForEver() {
        receive();
        for (var crash = 0; crash < 3; crash++) {
            assertThat(journal.claim(Duration.ofMinutes(5))).isPresent();
            journal.close(); // the box stops in the middle
            open();
        }
        var desk = desk(claim -> REFUSED);

        desk.workOnOne();

        assertThat(film().outcome().orElseThrow().conclusion())
                .isInstanceOfSatisfying(
                        Conclusion.Failed.class,
                        failed -> assertThat(failed.reason().english()).contains("stopped 3 times"));
    }

    @Test
    void filmsWaitWhileNoneMayBeScreened() {
        receive();
        var desk = desk(claim -> REFUSED);
        mayWork = false;

        assertThat(desk.workOnOne()).isFalse();
        mayWork = true;
        assertThat(desk.workOnOne()).isTrue();

        assertThat(film().attempts()).isEqualTo(1);
    }

    @Test
    void aFilmThatHangsIsTakenFromItsWorkerAndTheOthersGoOn() throws InterruptedException {
        receive();
        journal.receive(new ReceivedFilm("other", 10, ReceivedFilm.Source.DICOM, "XRAY1", Optional.of("1.2.4")));
        var hangs = new CountDownLatch(1);
        var neverInterrupted = new CountDownLatch(1);
        try (var desk = desk(claim -> {
            if (claim.objectDigest().equals("digest") && claim.attempt() == 1) {
                hangs.countDown();
                awaitWhateverHappens(neverInterrupted);
            }
            return REFUSED;
        })) {
            desk.start();
            hangs.await();
            clock.pass(Duration.ofMinutes(5));

            desk.replaceHanging();

            await(() -> journal.worklist().film(2).orElseThrow().outcome().isPresent());
            assertThat(desk.hanging()).isEqualTo(1);
            assertThat(film().stage()).isEqualTo(FilmEntry.Stage.WAITING);
            clock.pass(Duration.ofSeconds(5));
            desk.ring();
            await(() -> film().outcome().isPresent());
            neverInterrupted.countDown();
            await(() -> desk.hanging() == 0);
            assertThat(film().attempts())
                    .as("the worker that came back late ended nothing")
                    .isEqualTo(2);
        }
    }

    @Test
    void aFilmThatHangsIsNoticedThoughTheClockWasSetBack() throws InterruptedException {
        receive();
        var hangs = new CountDownLatch(1);
        var neverInterrupted = new CountDownLatch(1);
        try (var desk = desk(claim -> {
            hangs.countDown();
            awaitWhateverHappens(neverInterrupted);
            return REFUSED;
        })) {
            desk.start();
            hangs.await();
            desk.replaceHanging();
            clock.pass(Duration.ofDays(-400));
            desk.replaceHanging();
            assertThat(desk.hanging()).isZero();
            clock.pass(Duration.ofMinutes(5));

            desk.replaceHanging();

            assertThat(desk.hanging()).isEqualTo(1);
            neverInterrupted.countDown();
            await(() -> desk.hanging() == 0);
        }
    }

    /** As a loop deep in a decoder does. */
    private static void awaitWhateverHappens(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void await(BooleanSupplier condition) {
        var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private ScreeningDesk desk(Function<Claim, Screened> screening) {
        return new ScreeningDesk(
                journal,
                screening,
                () -> mayWork,
                new DeskSettings(1, Duration.ofMinutes(5), 3, Duration.ofSeconds(5), List.of()),
                clock);
    }

    private void receive() {
        journal.receive(new ReceivedFilm("digest", 10, ReceivedFilm.Source.DICOM, "XRAY1", Optional.of("1.2.3")));
    }

    private FilmEntry film() {
        return journal.worklist().film(1).orElseThrow();
    }
}
