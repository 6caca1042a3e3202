package org.mococxr.appliance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.screening.ModelName;
import org.mococxr.gate.CopySenders;
import org.mococxr.gate.GatePolicy;
import org.mococxr.gate.RefusalCode;

/** Covers: the effect of a setting is counted on the newest films and on no test film. */
final class WhatIfTest {
    private static final String DIGEST = JournalUnderTest.ACTIVE.digest();

    @TempDir
    private Path folder;

    private static void scored(JournalUnderTest box, double... probabilities) {
        for (var probability : probabilities) {
            box.receive("film" + probability, ReceivedFilm.Source.DICOM, Optional.empty());
            box.scoreNext(probability, 0.5);
        }
    }

    private static void scoredTestFilm(JournalUnderTest box, double probability) {
        box.journal.receive(new ReceivedFilm(
                "test" + probability, 1000, ReceivedFilm.Source.WEB, TestFilms.SENDER, Optional.empty()));
        box.scoreNext(probability, 0.5);
    }

    private static WhatIf.Marked marked(JournalUnderTest box, double other, int most) {
        return box.journal.whatIf().marked(DIGEST, JournalUnderTest.FINDING, 0.5, other, most);
    }

    @Test
    void theNewestScoresOfTheModelAreHeldAgainstBothCutOffs() {
        try (var box = JournalUnderTest.in(folder)) {
            scored(box, 0.9, 0.1, 0.3, 0.5, 0.7);
            scoredTestFilm(box, 0.95);

            assertThat(marked(box, 0.3, 100)).isEqualTo(new WhatIf.Marked(5, 3, 4));
            assertThat(marked(box, 0.3, 3)).as("0.3, 0.5 and 0.7").isEqualTo(new WhatIf.Marked(3, 2, 3));
            assertThat(box.journal.whatIf().marked("b".repeat(64), JournalUnderTest.FINDING, 0.5, 0.3, 100))
                    .isEqualTo(new WhatIf.Marked(0, 0, 0));
        }
    }

    @Test
    void whatAModelSaidWhileItWasTriedOutCounts() {
        try (var box = JournalUnderTest.in(folder)) {
            var tried = new ModelName("tried", "b".repeat(64));
            var since = box.clock.instant();
            scored(box, 0.9);
            var film = box.journal.models().nextForShadow(tried.digest(), since).orElseThrow();
            box.journal.models().shadowConcluded(film, tried.digest(), JournalUnderTest.scored(tried, 0.4, 0.5));

            assertThat(box.journal.whatIf().marked(tried.digest(), JournalUnderTest.FINDING, 0.5, 0.3, 100))
                    .isEqualTo(new WhatIf.Marked(1, 0, 1));
        }
    }

    @Test
    void aTestFilmIsInNoCountAndNoTrial() {
        try (var box = JournalUnderTest.in(folder)) {
            var since = box.clock.instant();
            scoredTestFilm(box, 0.9);

            assertThat(box.journal.statistics().since(since).received()).isZero();
            assertThat(box.journal.statistics().since(since).findings()).isEmpty();
            assertThat(box.journal.statistics().since(since).devices()).isEmpty();
            assertThat(box.journal.statistics().since(since).senders()).isEmpty();
            assertThat(box.journal.models().nextForShadow("b".repeat(64), since))
                    .isEmpty();
            assertThat(box.journal.worklist().newestTest())
                    .hasValueSatisfying(film -> assertThat(film.isTest()).isTrue());
        }
    }

    /** A modality may call itself what it likes; its films are patients' films. */
    @Test
    void aModalityCannotHideItsFilmsAsTests() {
        try (var box = JournalUnderTest.in(folder)) {
            var since = box.clock.instant();
            box.journal.receive(
                    new ReceivedFilm("x", 1000, ReceivedFilm.Source.DICOM, TestFilms.SENDER, Optional.empty()));

            assertThat(box.journal.statistics().since(since).received()).isEqualTo(1);
        }
    }

    @Test
    void refusalsAndScoresAreHeldAgainstAPolicy() {
        try (var box = JournalUnderTest.in(folder)) {
            scored(box, 0.9, 0.2);
            box.receive("black", ReceivedFilm.Source.DICOM, Optional.empty());
            box.refuseNext();
            var whatIf = box.journal.whatIf();

            assertThat(whatIf.refusedFor(Set.of(RefusalCode.BLANK), 10)).isEqualTo(new WhatIf.Share(3, 1));
            assertThat(whatIf.refusedFor(Set.of(RefusalCode.TOO_SMALL, RefusalCode.AGE_UNKNOWN), 10))
                    .isEqualTo(new WhatIf.Share(3, 0));
            assertThat(whatIf.scoredAgainst(GatePolicy.clinical(), 10)).isEqualTo(new WhatIf.Share(3, 0));
            assertThat(whatIf.scoredAgainst(new GatePolicy(3000, 0, true, true, 15, CopySenders.all()), 10))
                    .isEqualTo(new WhatIf.Share(3, 2));
        }
    }

    @Test
    void onlyFilmsThatAreDoneWithTakeRemovableRoom() {
        try (var box = JournalUnderTest.in(folder)) {
            scored(box, 0.9, 0.2);
            box.receive("waits", ReceivedFilm.Source.DICOM, Optional.empty());
            box.clock.pass(Duration.ofDays(2));

            assertThat(box.journal.whatIf().removable(box.clock.instant())).isEqualTo(new WhatIf.Room(2, 2000));
            assertThat(box.journal.whatIf().removable(box.clock.instant().minus(Duration.ofDays(3))))
                    .isEqualTo(new WhatIf.Room(0, 0));
        }
    }
}
