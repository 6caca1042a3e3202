package org.mococxr.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.Outcome;
import org.mococxr.appliance.modelstore.ModelStore;
import org.mococxr.appliance.replay.Replay;
import org.mococxr.appliance.replay.Verdict;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.modelpackage.TrustedKeys;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;

/** A result that was recorded holds to the last bit; one that was tampered with is found. */
final class ReplayTest {
    @TempDir
    private Path folder;

    @Test
    void aResultHoldsToTheLastBitAndAnAlteredOneIsFound() throws Exception {
        var data = folder.resolve("data");
        try (var box = RunningBox.start(data)) {
            box.store(PhantomStudy.dicom(PhantomKind.EFFUSION, 1));
            box.filmsAtRest(1);
        }
        var keys = TrustedKeys.read(List.of(TinyModel.get().trusted()));
        try (var journal = Journal.openToRead(DataFolder.journal(data), Clock.systemUTC());
                var replay = new Replay(
                        StoredFilms.in(DataFolder.inbox(data)),
                        ModelStore.open(DataFolder.models(data), keys, Clock.systemUTC()),
                        EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            var film = journal.worklist().films(FilmFilter.SCORED, 1).get(0);

            assertThat(kind(replay, film)).isEqualTo(Verdict.Kind.BIT_EXACT);
            assertThat(kind(replay, altered(film, p -> p + (p < 0.5 ? 1e-6 : -1e-6))))
                    .isEqualTo(Verdict.Kind.IN_TOLERANCE);
            var verdict = replay.check(altered(film, p -> 1 - p)).orElseThrow();
            assertThat(verdict.kind()).isEqualTo(Verdict.Kind.DIFFERS);
            assertThat(verdict.words().get(0)).contains("was ", " and is ", " now, at a cut-off of ");
        }
    }

    private static Verdict.Kind kind(Replay replay, FilmEntry film) {
        return replay.check(film).orElseThrow().kind();
    }

    private static FilmEntry altered(FilmEntry film, DoubleUnaryOperator probability) {
        var outcome = film.outcome().orElseThrow();
        var scored = (Conclusion.Scored) outcome.conclusion();
        var assessments = new ArrayList<Assessment>();
        for (var known : scored.assessments()) {
            assessments.add(Assessment.of(
                    known.finding(),
                    probability.applyAsDouble(known.probability()),
                    known.operatingPoint(),
                    known.thresholdProbability(),
                    known.heatMap()));
        }
        var other = new Conclusion.Scored(
                scored.model(),
                scored.release(),
                scored.provider(),
                assessments,
                scored.filmRows(),
                scored.filmColumns(),
                scored.preparedSizePixels(),
                scored.remarks(),
                scored.took());
        return new FilmEntry(
                film.filmId(),
                film.ref(),
                film.objectDigest(),
                film.receivedAt(),
                film.source(),
                film.sender(),
                film.conflict(),
                film.studyInstanceUid(),
                film.stage(),
                film.attempts(),
                film.identity(),
                Optional.of(new Outcome(outcome.at(), other)),
                film.deliveries());
    }
}
