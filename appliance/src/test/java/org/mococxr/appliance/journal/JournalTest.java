package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.language.Language;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.screening.HeatMap;
import org.mococxr.appliance.screening.ModelName;
import org.mococxr.appliance.screening.Screened;
import org.mococxr.gate.RefusalCode;

final class JournalTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final String PEER = "PACS@127.0.0.1:104";

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal.db"), clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void whatAClockAheadPutOffIsDueWhenItIsSetRight() {
        clock.pass(Duration.ofDays(400));
        journal.receive(new ReceivedFilm(
                "a", 1000, ReceivedFilm.Source.DICOM, "XRAY1", Optional.of("1.2.3"), Optional.of("1.2")));
        var claim = journal.claim(LEASE).orElseThrow();
        journal.conclude(claim, scored(0.75), List.of(new PlannedDelivery(PEER, "sr")));
        journal.receive(arrival("b", "1.2.4"));
        var second = journal.claim(LEASE).orElseThrow();
        journal.retryLater(second, "disk", clock.instant().plus(Duration.ofSeconds(5)));
        clock.pass(Duration.ofDays(-400));
        assertThat(journal.claim(LEASE)).isEmpty();
        assertThat(journal.outbox().dueFilms(PEER, 10)).isEmpty();

        var ended = journal.limitWaits(Duration.ofMinutes(15));

        assertThat(ended).as("a film, a report and a study").isEqualTo(3);
        assertThat(journal.claim(LEASE)).map(Claim::objectDigest).contains("b");
        assertThat(journal.outbox().dueFilms(PEER, 10)).hasSize(1);
        clock.pass(Duration.ofMinutes(2));
        assertThat(journal.studies().closeQuiet(Duration.ofMinutes(1))).isEqualTo(1);
    }

    @Test
    void aWaitThatMayBeIsNotCutShort() {
        journal.receive(arrival("a", "1.2.3"));
        journal.retryLater(
                journal.claim(LEASE).orElseThrow(), "disk", clock.instant().plus(Duration.ofMinutes(10)));

        assertThat(journal.limitWaits(Duration.ofMinutes(15))).isZero();

        assertThat(journal.claim(LEASE)).isEmpty();
    }

    @Test
    void aScoredFilmIsReadBackAsItWasWritten() {
        var ref = journal.receive(arrival("a", "1.2.3")).ref();
        var screened = scored(0.75);

        var written = journal.conclude(journal.claim(LEASE).orElseThrow(), screened, List.of());

        var film = journal.worklist().film(ref).orElseThrow();
        assertThat(written).isTrue();
        assertThat(film.stage()).isEqualTo(FilmEntry.Stage.DONE);
        assertThat(film.identity()).isEqualTo(screened.identity());
        var conclusion = (Conclusion.Scored) film.outcome().orElseThrow().conclusion();
        assertThat(conclusion.model().toString()).isEqualTo("tiny@" + "0".repeat(12));
        assertThat(conclusion.remarks()).isEqualTo(REMARKS);
        var assessment = conclusion.assessments().get(0);
        assertThat(assessment.probability()).isEqualTo(0.75);
        assertThat(assessment.suggestive()).isTrue();
        assertThat(assessment.heatMap().value(1, 0)).isEqualTo(-3f, within(0f));
    }

    @Test
    void aRefusedFilmKeepsItsCodeAndWhatWasFound() {
        var ref = journal.receive(arrival("a", "1.2.3")).ref();
        var refused =
                new Conclusion.Refused(RefusalCode.TOO_SMALL, Sentence.of("found.SIZE", 64, 64), Duration.ofMillis(7));

        journal.conclude(journal.claim(LEASE).orElseThrow(), new Screened(Optional.empty(), refused), List.of());

        var film = journal.worklist().film(ref).orElseThrow();
        assertThat(film.outcome().orElseThrow().conclusion()).isEqualTo(refused);
        assertThat(journal.worklist().films(FilmFilter.REFUSED, 10)).hasSize(1);
        assertThat(journal.worklist().films(FilmFilter.SCORED, 10)).isEmpty();
    }

    @Test
    void theSameBytesAgainMakeNoSecondJob() {
        var first = journal.receive(arrival("a", "1.2.3"));
        var again = journal.receive(arrival("a", "1.2.3"));

        assertThat(again.kind()).isEqualTo(Receipt.Kind.DUPLICATE);
        assertThat(again.ref()).isEqualTo(first.ref());
        assertThat(journal.claim(LEASE)).isPresent();
        assertThat(journal.claim(LEASE)).isEmpty();
    }

    @Test
    void otherBytesUnderAKnownInstanceUidAreKeptAsAConflict() {
        journal.receive(arrival("a", "1.2.3"));

        var other = journal.receive(arrival("b", "1.2.3"));

        assertThat(other.kind()).isEqualTo(Receipt.Kind.CONFLICT);
        assertThat(journal.worklist().film(other.ref()).orElseThrow().conflict())
                .isTrue();
        assertThat(journal.worklist().tally().open()).isEqualTo(2);
    }

    @Test
    void aFilmReceivedBeforeACrashIsWorkedOnOnceAfterwards() {
        var ref = journal.receive(arrival("a", "1.2.3")).ref();
        assertThat(journal.claim(LEASE)).isPresent(); // the box stops while working on it
        journal.close();
        open();

        var claim = journal.claim(LEASE).orElseThrow();
        var written = journal.conclude(claim, scored(0.2), List.of());

        assertThat(claim.ref()).isEqualTo(ref);
        assertThat(claim.attempt()).isEqualTo(2);
        assertThat(written).isTrue();
        assertThat(journal.claim(LEASE)).isEmpty();
    }

    @Test
    void aWorkerWhoseLeaseRanOutCannotEndTheFilmASecondTime() {
        journal.receive(arrival("a", "1.2.3"));
        var slow = journal.claim(LEASE).orElseThrow();
        clock.pass(LEASE.plusSeconds(1));
        var quick = journal.claim(LEASE).orElseThrow();

        assertThat(journal.conclude(slow, scored(0.1), List.of())).isFalse();
        assertThat(journal.conclude(quick, scored(0.9), List.of())).isTrue();
        assertThat(journal.conclude(quick, scored(0.9), List.of())).isFalse();
        assertThat(journal.worklist().tally().scored()).isEqualTo(1);
    }

    @Test
    void aFailedAttemptWaitsUntilItsTime() {
        journal.receive(arrival("a", "1.2.3"));
        var claim = journal.claim(LEASE).orElseThrow();

        journal.retryLater(claim, "the runtime stumbled", clock.instant().plusSeconds(30));

        assertThat(journal.claim(LEASE)).isEmpty();
        clock.pass(Duration.ofSeconds(30));
        assertThat(journal.claim(LEASE).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void aFailedFilmThatIsTriedAgainHasAllItsAttemptsAndOneEnd() {
        var ref = journal.receive(arrival("a", "1.2.3")).ref();
        failAfterTwoAttempts("the runtime stumbled");

        var tried = journal.tryAgain(film(ref), Sentence.quoted("asha"));

        assertThat(tried).isTrue();
        assertThat(film(ref).outcome()).isEmpty();
        assertThat(film(ref).stage()).isEqualTo(FilmEntry.Stage.WAITING);
        assertThat(journal.worklist().tally().failed()).isZero();
        assertThat(journal.worklist().tally().open()).isEqualTo(1);
        var again = journal.claim(LEASE).orElseThrow();
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.number()).isEqualTo(3);
        assertThat(journal.conclude(again, scored(0.9), List.of())).isTrue();
        assertThat(journal.worklist().tally().scored()).isEqualTo(1);
        assertThat(journal.worklist().events(film(ref)))
                .extracting(event -> event.words().english())
                .contains("Failed: the runtime stumbled", "Tried again: asha asked for it.");
    }

    @Test
    void aFilmMayFailAndBeTriedAgainManyTimes() {
        var ref = journal.receive(arrival("a", "1.2.3")).ref();

        for (var round = 0; round < 3; round++) {
            failAfterTwoAttempts("no luck");
            assertThat(journal.tryAgain(film(ref), Sentence.quoted("asha"))).isTrue();
        }

        assertThat(journal.claim(LEASE).orElseThrow().number()).isEqualTo(7);
    }

    @Test
    void onlyAFilmThatFailedIsTriedAgain() {
        var waiting = journal.receive(arrival("a", "1.2.3")).ref();
        var notYet = journal.tryAgain(film(waiting), Sentence.quoted("asha"));
        journal.conclude(journal.claim(LEASE).orElseThrow(), scored(0.9), List.of());

        var notAnyMore = journal.tryAgain(film(waiting), Sentence.quoted("asha"));

        assertThat(notYet).isFalse();
        assertThat(notAnyMore).isFalse();
        assertThat(film(waiting).outcome()).isPresent();
        assertThat(journal.claim(LEASE)).isEmpty();
    }

    @Test
    void aWorkerOfTheTimeBeforeCannotTouchAFilmThatIsTriedAgain() {
        var ref = journal.receive(arrival("a", "1.2.3")).ref();
        var lost = journal.claim(LEASE).orElseThrow();
        clock.pass(LEASE.plusSeconds(1));
        failAfterTwoAttempts("it hangs");
        journal.tryAgain(film(ref), Sentence.quoted("asha"));
        assertThat(journal.claim(LEASE)).isPresent();

        assertThat(journal.conclude(lost, scored(0.9), List.of())).isFalse();
    }

    @Test
    void aFilmThatIsTriedAgainGoesBeforeThoseThatNobodyWaitsFor() {
        var ref = journal.receive(arrival("a", "1.2.3")).ref();
        failAfterTwoAttempts("no luck");
        var bulk = journal.receive(arrival("b", "1.2.4")).ref();
        var later = journal.receive(arrival("c", "1.2.5")).ref();

        journal.tryAgain(film(ref), Sentence.quoted("asha"));

        assertThat(List.of(claimed(), claimed(), claimed())).containsExactly(ref, bulk, later);
    }

    private String claimed() {
        return journal.claim(LEASE).orElseThrow().ref();
    }

    private FilmEntry film(String ref) {
        return journal.worklist().film(ref).orElseThrow();
    }

    private void failAfterTwoAttempts(String reason) {
        journal.retryLater(journal.claim(LEASE).orElseThrow(), reason, clock.instant());
        journal.conclude(
                journal.claim(LEASE).orElseThrow(),
                new Screened(Optional.empty(), new Conclusion.Failed(Sentence.quoted(reason), Duration.ZERO)),
                List.of());
    }

    @Test
    void reportsArePlannedTogetherWithTheConclusionAndSurviveARestart() {
        journal.receive(arrival("a", "1.2.3"));
        journal.conclude(journal.claim(LEASE).orElseThrow(), scored(0.9), List.of(new PlannedDelivery(PEER, "sr")));
        journal.close();
        open();

        var due = due();
        journal.outbox()
                .tried(List.of(Outbox.Try.postponed(
                        due, Sentence.quoted("not reachable"), clock.instant().plusSeconds(60))));

        assertThat(journal.outbox().dueFilms(PEER, 10)).isEmpty();
        clock.pass(Duration.ofSeconds(60));
        var again = due();
        assertThat(again.attempts()).isEqualTo(1);
        journal.outbox().tried(List.of(Outbox.Try.delivered(again, Sentence.of("delivery.delivered"))));
        assertThat(journal.outbox().dueFilms(PEER, 10)).isEmpty();
        assertThat(journal.worklist().tally().reportsWaiting()).isZero();
    }

    private DeliveryEntry due() {
        var film = journal.worklist()
                .film(journal.outbox().dueFilms(PEER, 10).get(0))
                .orElseThrow();
        return journal.outbox().due(film, PEER).get(0);
    }

    @Test
    void filmsWithReportsAreDueInTheOrderTheyWaited() {
        for (var name : List.of("a", "b", "c")) {
            journal.receive(arrival(name, "1.2." + name.charAt(0)));
            journal.conclude(
                    journal.claim(LEASE).orElseThrow(),
                    scored(0.9),
                    List.of(new PlannedDelivery(PEER, "sr"), new PlannedDelivery(PEER, "sc")));
            clock.pass(Duration.ofSeconds(1));
        }
        var first = journal.worklist().film(1).orElseThrow();
        journal.outbox()
                .tried(journal.outbox().due(first, PEER).stream()
                        .map(report -> Outbox.Try.postponed(report, Sentence.quoted("not reachable"), clock.instant()))
                        .toList());

        assertThat(journal.outbox().dueFilms(PEER, 2)).containsExactly(2L, 3L);
        assertThat(journal.outbox().dueFilms(PEER, 10)).containsExactly(2L, 3L, 1L);
        assertThat(journal.outbox().dueFilms("OTHER@127.0.0.1:104", 10)).isEmpty();
    }

    @Test
    void aFilmsEndAndTheNextFilmGoTogether() {
        journal.receive(arrival("a", "1.2.3"));
        journal.receive(arrival("b", "1.2.4"));
        var first = journal.claim(LEASE).orElseThrow();

        var concluded = journal.conclude(first, scored(0.9), List.of(), Optional.of(LEASE));
        var last = journal.conclude(concluded.next().orElseThrow(), scored(0.1), List.of(), Optional.of(LEASE));

        assertThat(concluded.written()).isTrue();
        assertThat(concluded.next().orElseThrow().objectDigest()).isEqualTo("b");
        assertThat(concluded.next().orElseThrow().attempt()).isEqualTo(1);
        assertThat(last.written()).isTrue();
        assertThat(last.next()).isEmpty();
        assertThat(journal.worklist().openFilms()).isZero();
    }

    @Test
    void whoseLeaseWasLostGetsNoFurtherFilm() {
        journal.receive(arrival("a", "1.2.3"));
        journal.receive(arrival("b", "1.2.4"));
        var lost = journal.claim(LEASE).orElseThrow();
        journal.retryLater(lost, "it hangs", clock.instant().plusSeconds(5));

        var concluded = journal.conclude(lost, scored(0.9), List.of(), Optional.of(LEASE));

        assertThat(concluded.written()).isFalse();
        assertThat(concluded.next()).isEmpty();
        assertThat(journal.claim(LEASE).orElseThrow().objectDigest()).isEqualTo("b");
    }

    @Test
    void theBellRingsForReportsThatAreDueAtOnce() {
        var rings = new AtomicInteger();
        journal.outbox().onDue(rings::incrementAndGet);
        journal.receive(arrival("a", "1.2.3"));
        var claim = journal.claim(LEASE).orElseThrow();
        var before = rings.get();

        journal.conclude(claim, scored(0.9), List.of(new PlannedDelivery(PEER, "sr")));
        var planned = rings.get();
        journal.outbox().tried(List.of(Outbox.Try.dead(due(), Sentence.quoted("never"))));
        journal.outbox().revive(claim.ref());

        assertThat(before).isZero();
        assertThat(planned).isEqualTo(1);
        assertThat(rings.get()).isEqualTo(2);
    }

    @Test
    void reportsForAPeerThatIsNotSetUpAnyMoreAreDeadAndVisible() {
        journal.receive(arrival("a", "1.2.3"));
        journal.conclude(
                journal.claim(LEASE).orElseThrow(),
                scored(0.9),
                List.of(new PlannedDelivery(PEER, "sr"), new PlannedDelivery("OLD@127.0.0.1:104", "sr")));

        journal.outbox().keepOnly(List.of(PEER));

        var tally = journal.worklist().tally();
        assertThat(tally.reportsWaiting()).isEqualTo(1);
        assertThat(tally.reportsDead()).isEqualTo(1);
    }

    @Test
    void ourOwnReportComingBackMakesNoWork() {
        journal.receive(arrival("a", "1.2.3"));
        journal.conclude(journal.claim(LEASE).orElseThrow(), scored(0.9), List.of(new PlannedDelivery(PEER, "sc")));
        journal.outbox().identify(Map.of(due(), "2.25.77"));

        var back = journal.receive(arrival("report", "2.25.77"));

        assertThat(back.kind()).isEqualTo(Receipt.Kind.OWN_REPORT);
        assertThat(journal.worklist().tally().films()).isEqualTo(1);
    }

    @Test
    void evidenceCannotBeChangedFromOutsideEither() throws SQLException {
        journal.receive(arrival("a", "1.2.3"));
        journal.conclude(journal.claim(LEASE).orElseThrow(), scored(0.9), List.of());
        journal.receive(arrival("b", "1.2.4"));
        failAfterTwoAttempts("no luck");
        journal.tryAgain(film(journal.receive(arrival("b", "1.2.4")).ref()), Sentence.quoted("asha"));
        failAfterTwoAttempts("no luck either");

        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
                var statement = other.createStatement()) {
            for (var table :
                    List.of("film", "outcome", "assessment", "attempt", "event", "identity", "undone_failure")) {
                assertThatThrownBy(() -> statement.executeUpdate("delete from " + table))
                        .as(table)
                        .hasMessageContaining("evidence");
            }
            assertThatThrownBy(() -> statement.executeUpdate("update assessment set probability = 0"))
                    .hasMessageContaining("evidence");
        }
    }

    /** Steps 1 to 3 alone, with a film in them: what an earlier box left. */
    @Test
    void theRuleForWaysInOfAnEarlierBoxIsWidenedAndStillKept() throws SQLException {
        journal.close();
        var path = folder.resolve("earlier.db");
        var earlier = new Schema(Schema.class, Schema.JOURNAL.steps().subList(0, 3));
        try (var file = JournalFile.open(path, earlier)) {
            file.write(
                    handle -> handle.execute(
                            "insert into film (ref, object_digest, size_bytes, received_at, source, sender) values ('r', 'd', 1, 0, 'web', 's')"));
        }

        journal = Journal.open(path, clock);

        assertThat(journal.knows("d")).isTrue();
        for (var source : ReceivedFilm.Source.values()) {
            journal.receive(new ReceivedFilm("of " + source, 1, source, "s", Optional.empty()));
        }
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + path);
                var statement = other.createStatement()) {
            assertThatThrownBy(
                            () -> statement.executeUpdate(
                                    "insert into film (ref, object_digest, size_bytes, received_at, source, sender) values ('t', 't', 1, 0, 'fax', 's')"))
                    .hasMessageContaining("CHECK constraint failed");
        }
        assertThat(journal.defects()).isEmpty();
    }

    /** Steps 1 to 7 alone: what a box left that kept words in English alone. One of step 9 kept refusals and doubts so. */
    @ParameterizedTest
    @ValueSource(ints = {7, 9})
    void whatAnEarlierBoxWroteIsSaidAsItWasWritten(int steps) {
        journal.close();
        var path = folder.resolve("words.db");
        var earlier = new Schema(Schema.class, Schema.JOURNAL.steps().subList(0, steps));
        try (var file = JournalFile.open(path, earlier)) {
            file.write(handle -> {
                for (var ref : List.of("failed", "refused", "scored")) {
                    handle.execute(
                            "insert into film (ref, object_digest, size_bytes, received_at, source, sender) values (?, ?, 1, 0, 'web', 's')",
                            ref,
                            ref);
                }
                handle.execute("insert into work (film_id, stage, not_before) select id, 'done', 0 from film");
                handle.execute("insert into event (at, film_id, kind, words) values (0, 1, 'received', 'Received.')");
                handle.execute(
                        "insert into outcome (film_id, at, kind, words, millis) values (1, 0, 'failed', 'no luck', 0)");
                handle.execute(
                        "insert into outcome (film_id, at, kind, code, words, millis) values (2, 0, 'refused', 'TOO_SMALL', '6 x 4 pixels', 0)");
                handle.execute(
                        "insert into assessment values (3, 0, 'pleural_effusion', 0.5, 1, 0, 'balanced', 0.4, 1, 1, x'00000000')");
                return handle.execute(
                        "insert into outcome (film_id, at, kind, model_name, model_digest, model_release, provider, millis, film_rows, film_columns,"
                                + " prepared_size, remarks) values (3, 0, 'scored', 'tiny', 'dddddddddddd', '1', 'CPU', 0, 9, 9, 9, ?)",
                        "a copy of the film\nits own range was used");
            });
        }

        journal = Journal.open(path, clock);

        var hindi = Language.of("hi").orElseThrow();
        var failed = (Conclusion.Failed) film("failed").outcome().orElseThrow().conclusion();
        var refused =
                (Conclusion.Refused) film("refused").outcome().orElseThrow().conclusion();
        assertThat(failed.reason().in(hindi)).isEqualTo("no luck");
        assertThat(refused.found()).isEqualTo(Sentence.quoted("6 x 4 pixels"));
        assertThat(film("scored").scored().orElseThrow().remarks())
                .containsExactly(Sentence.quoted("a copy of the film"), Sentence.quoted("its own range was used"));
        assertThat(journal.worklist().events(film("failed")))
                .extracting(event -> event.words().in(hindi))
                .containsExactly("Received.");
        assertThat(journal.tryAgain(film("failed"), Sentence.quoted("asha"))).isTrue();
    }

    @Test
    void aJournalOfANewerBoxIsRefused() throws SQLException, IOException {
        journal.close();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
                var statement = other.createStatement()) {
            statement.executeUpdate("pragma user_version = 99");
        }

        assertThatThrownBy(() -> Journal.open(folder.resolve("journal.db"), clock))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("newer box");
        Files.delete(folder.resolve("journal.db"));
        open();
    }

    @Test
    void manyThreadsReceiveAndWorkWithoutLosingOrDoublingAFilm() throws Exception {
        var ended = ConcurrentHashMap.<String>newKeySet();
        var tasks = new ArrayList<Callable<Boolean>>();
        for (var thread = 0; thread < 4; thread++) {
            var name = "t" + thread + "-";
            tasks.add(() -> {
                for (var i = 0; i < 10; i++) {
                    journal.receive(arrival(name + i, name + i));
                    var claim = journal.claim(LEASE).orElseThrow();
                    assertThat(ended.add(claim.ref())).isTrue();
                    assertThat(journal.conclude(claim, scored(0.5), List.of())).isTrue();
                }
                return true;
            });
        }
        var pool = Executors.newFixedThreadPool(tasks.size());
        try {
            for (var result : pool.invokeAll(tasks)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(ended).hasSize(40);
        assertThat(journal.worklist().tally().scored()).isEqualTo(40);
        assertThat(journal.claim(LEASE)).isEmpty();
    }

    private static final List<Sentence> REMARKS =
            List.of(Sentence.of("found.window_replaced"), Sentence.quoted("its own range was used"));

    private static ReceivedFilm arrival(String digest, String uid) {
        return new ReceivedFilm(digest, 1000, ReceivedFilm.Source.DICOM, "XRAY1", Optional.of(uid));
    }

    private static Screened scored(double probability) {
        var map = HeatMap.of(2, 2, new float[] {1, 2, -3, 4});
        return new Screened(
                Optional.of(new FilmIdentity("P1", "D.J.", "F", OptionalInt.of(44), "PA", "Xray", "20261123")),
                new Conclusion.Scored(
                        new ModelName("tiny", "0".repeat(64)),
                        "1",
                        "CPU",
                        List.of(Assessment.of("pleural_effusion", probability, "balanced", 0.4, map)),
                        2000,
                        1800,
                        160,
                        REMARKS,
                        Duration.ofMillis(120)));
    }

    /** A film was once seen as scored, but without its scores: the two were asked for before and after its end was written. */
    @Test
    void aReaderSeesOneMomentHoweverManyQuestionsItAsks() {
        try (var file = JournalFile.open(folder.resolve("moment.db"), Schema.JOURNAL)) {
            var seen = file.read(reading -> {
                var before = events(reading);
                file.write(writing -> writing.execute(
                        "insert into event (at, film_id, kind, words) values (1, null, 'received', '')"));
                return List.of(before, events(reading));
            });

            assertThat(seen).containsExactly(0L, 0L);
            assertThat(file.read(JournalTest::events)).isEqualTo(1);
        }
    }

    private static long events(Handle handle) {
        return handle.createQuery("select count(*) from event")
                .mapTo(Long.class)
                .one();
    }
}
