package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.journal.Erasures.Obstacle;
import org.mococxr.appliance.journal.Erasures.Scope;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.screening.Screened;

/** Covers: what is erased leaves no byte in the journal's files; what is not, stays as it was; nothing is erased half or by mistake. */
final class ErasuresTest {
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final String PEER = "PACS@127.0.0.1:104";

    @TempDir
    private Path folder;

    private JournalUnderTest box;
    private Journal journal;
    private Erasures erasures;

    @BeforeEach
    void open() {
        box = JournalUnderTest.in(folder);
        journal = box.journal;
        erasures = journal.erasures();
    }

    @AfterEach
    void close() {
        box.close();
    }

    private String film(String digest, String study, String patientId, double score) {
        var ref = box.receiveInStudy(digest, study);
        var identity = new FilmIdentity(patientId, "Q.Z.", "F", OptionalInt.of(44), "PA", "Xray", "20261123");
        journal.conclude(
                journal.claim(JournalUnderTest.LEASE).orElseThrow(),
                new Screened(Optional.of(identity), JournalUnderTest.scored(JournalUnderTest.ACTIVE, score, 0.5)),
                List.of(new PlannedDelivery(PEER, "sr")));
        return ref;
    }

    private void erase(String ref, Scope scope, int films) {
        var begun = erasures.begin(box.film(ref), scope, films);
        assertThat(begun.obstacle()).isEmpty();
        erasures.forget(begun.films());
        erasures.tidy();
    }

    private List<String> refs(List<FilmEntry> films) {
        return films.stream().map(FilmEntry::ref).toList();
    }

    private String bytes() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private String inWords(String ref) {
        var film = box.film(ref);
        return "%s %s %s %s %s"
                .formatted(
                        film.filmId(),
                        film.identity(),
                        film.scored().orElseThrow().assessments().get(0).probability(),
                        film.deliveries(),
                        journal.worklist().events(film));
    }

    /** Among hundreds, so that the rows have been moved about in the file before they go. */
    @Test
    void noByteOfAPatientIsLeftAndNobodyElseLosesAny() throws Exception {
        var others = new ArrayList<String>();
        var last = "";
        for (var i = 0; i < 300; i++) {
            others.add(film("other-" + i, "1.2.5." + i, "OTHER-%d-%s".formatted(i, "x".repeat(i % 40)), 0.3));
            if (i % 100 == 50) {
                last = film("secret-digest-" + i, "1.2.777." + i, "SECRET-PATIENT", 0.9);
                journal.readings().record(box.film(last), "cleo", JournalUnderTest.FINDING, true, "", "SECRET-NOTE");
                journal.removals()
                        .removed(
                                new Removals.Removable(box.film(last).filmId(), "", 0),
                                Sentence.quoted("SECRET-REASON"));
            }
        }
        journal.outbox().identify(Map.of(box.film(last).deliveries().get(0), "1.2.888.999"));
        box.clock.pass(QUIET);
        journal.studies().closeQuiet(QUIET);
        var before = others.stream().map(this::inWords).toList();
        assertThat(bytes())
                .contains(
                        "SECRET-PATIENT", "SECRET-NOTE", "SECRET-REASON", "secret-digest-", "1.2.777.", "1.2.888.999");

        erase(last, Scope.PATIENT, 3);

        assertThat(bytes())
                .doesNotContain(
                        "SECRET-PATIENT", "SECRET-NOTE", "SECRET-REASON", "secret-digest-", "1.2.777.", "1.2.888.999");
        assertThat(others.stream().map(this::inWords)).containsExactlyElementsOf(before);
        assertThat(journal.worklist().film(last)).isEmpty();
        assertThat(erasures.erasedAt(last)).contains(box.clock.instant());
        assertThat(journal.worklist().tally().films()).isEqualTo(300);
        assertThat(journal.worklist().tally().scored()).isEqualTo(300);
        assertThat(journal.defects()).isEmpty();
    }

    @Test
    void aPatientsFilmsAreThoseWithTheIdAndWhatCameInTheirStudiesWithoutOne() {
        var film = film("a", "1.1", "P-7", 0.3);
        var unnamed = box.receiveInStudy("b", "1.1");
        box.refuseNext();
        var elsewhere = film("c", "1.2", "P-7", 0.3);
        var strangerInTheStudy = film("d", "1.1", "P-8", 0.3);
        var alone = box.receiveInStudy("e", "1.9");
        box.refuseNext();

        assertThat(refs(erasures.films(box.film(film), Scope.PATIENT))).containsExactly(film, unnamed, elsewhere);
        assertThat(refs(erasures.films(box.film(film), Scope.STUDY)))
                .containsExactly(film, unnamed, strangerInTheStudy);
        assertThat(refs(erasures.films(box.film(film), Scope.FILM))).containsExactly(film);
        assertThat(refs(erasures.films(box.film(alone), Scope.PATIENT)))
                .as("nobody knows whose else it is")
                .containsExactly(alone);
    }

    @Test
    void aStudyThatLosesAFilmIsClosedAnewWithoutIt() {
        var strong = film("a", "1.1", "P-7", 0.9);
        var weak = film("b", "1.1", "P-7", 0.2);
        box.clock.pass(QUIET);
        journal.studies().closeQuiet(QUIET);

        erase(strong, Scope.FILM, 1);

        var study = journal.studies().ofFilm(box.film(weak)).orElseThrow();
        assertThat(study.open()).isTrue();
        assertThat(study.result()).isEmpty();
        box.clock.pass(QUIET);
        journal.studies().closeQuiet(QUIET);
        assertThat(journal.studies()
                        .ofFilm(box.film(weak))
                        .orElseThrow()
                        .result()
                        .orElseThrow()
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.filmRef()).isEqualTo(weak));
        erase(weak, Scope.STUDY, 1);
        assertThat(journal.studies().newest(FilmSearch.of(FilmFilter.ALL), 10)).isEmpty();
    }

    @Test
    void whatIsBeingWorkedOnIsNotErasedAndWhatWaitsIs() {
        var ref = box.receiveInStudy("a", "1.1");
        assertThat(journal.claim(JournalUnderTest.LEASE)).isPresent();

        var busy = erasures.begin(box.film(ref), Scope.FILM, 1);

        assertThat(busy.obstacle()).contains(Obstacle.BUSY);
        assertThat(busy.films()).isEmpty();
        var waiting = box.receiveInStudy("b", "1.2");
        erase(waiting, Scope.FILM, 1);
        assertThat(journal.worklist().film(ref)).isPresent();
        assertThat(journal.claim(JournalUnderTest.LEASE)).isEmpty();
    }

    @Test
    void aFilmThatCameAfterTheyWereCountedStopsIt() {
        var ref = film("a", "1.1", "P-7", 0.9);
        film("b", "1.1", "P-7", 0.9);

        assertThat(erasures.begin(box.film(ref), Scope.STUDY, 1).obstacle()).contains(Obstacle.OTHER_NUMBER);
        assertThat(journal.worklist().tally().films()).isEqualTo(2);
    }

    @Test
    void aWorkerOrCourierThatComesBackLateChangesNothingNotEvenAtTheNextFilm() {
        var ref = box.receiveInStudy("a", "1.1");
        var late = journal.claim(JournalUnderTest.LEASE).orElseThrow();
        box.clock.pass(JournalUnderTest.LEASE.plusSeconds(1));
        erase(ref, Scope.FILM, 1);
        var sent = film("b", "1.2", "P-7", 0.9);
        var delivery = box.film(sent).deliveries().get(0);
        erase(sent, Scope.FILM, 1);

        var next = film("c", "1.3", "P-8", 0.9);
        var written = journal.conclude(
                late,
                new Screened(Optional.empty(), new Conclusion.Failed(Sentence.quoted("late"), Duration.ZERO)),
                List.of(new PlannedDelivery(PEER, "sr")));
        journal.outbox().tried(List.of(Outbox.Try.delivered(delivery, Sentence.quoted("late"))));

        assertThat(written).isFalse();
        assertThat(box.film(next).deliveries())
                .singleElement()
                .satisfies(waits -> assertThat(waits.state()).isEqualTo(DeliveryEntry.State.WAITING));
        assertThat(box.film(next).filmId()).as("numbers are not given again").isEqualTo(3);
        assertThat(journal.worklist().tally().films()).isEqualTo(1);
        assertThat(journal.worklist().events(box.film(next)))
                .extracting(FilmEvent::words)
                .noneMatch(words -> words.english().contains("late"));
    }

    @Test
    void whatAPowerCutCaughtInBetweenIsStillToBeFinished() {
        var ref = box.receiveInStudy("a", "1.1");
        erasures.begin(box.film(ref), Scope.FILM, 1);
        box.close();

        box = JournalUnderTest.in(folder);
        var begun = box.journal.erasures().begun();

        assertThat(box.journal.claim(JournalUnderTest.LEASE)).isEmpty();
        assertThat(begun).extracting(Erasures.Begun::ref).containsExactly(ref);
        box.journal.erasures().forget(begun);
        assertThat(box.journal.erasures().begun()).isEmpty();
        assertThat(box.journal.worklist().film(ref)).isEmpty();
        assertThat(box.journal.knows("a")).as("sent again it is a new film").isFalse();
    }

    @Test
    void aFilmWithTheSameUidNoLongerPointsToOneThatIsGone() {
        var first = journal.receive(new ReceivedFilm("a", 1, ReceivedFilm.Source.DICOM, "X", Optional.of("1.5")))
                .ref();
        var second = journal.receive(new ReceivedFilm("b", 1, ReceivedFilm.Source.DICOM, "X", Optional.of("1.5")))
                .ref();
        assertThat(box.film(second).conflict()).isTrue();

        erase(first, Scope.FILM, 1);

        assertThat(box.film(second).conflict()).isFalse();
    }

    @Test
    void anErasureOpensTheEvidenceOfItsFilmsAlone() throws SQLException {
        film("a", "1.1", "P-7", 0.9);
        erase(film("b", "1.2", "P-8", 0.9), Scope.FILM, 1);

        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
                var statement = other.createStatement()) {
            for (var change : List.of(
                    "delete from film",
                    "delete from outcome",
                    "delete from identity",
                    "delete from assessment",
                    "delete from event",
                    "delete from attempt",
                    "update film set conflicts_with = null",
                    "delete from erasure",
                    "update erasure set at = 0")) {
                assertThatThrownBy(() -> statement.executeUpdate(change))
                        .as(change)
                        .hasMessageContaining("evidence");
            }
        }
    }
}
