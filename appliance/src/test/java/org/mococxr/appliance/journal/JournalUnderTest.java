package org.mococxr.appliance.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mococxr.appliance.ManualClock;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.screening.HeatMap;
import org.mococxr.appliance.screening.ModelName;
import org.mococxr.appliance.screening.Screened;
import org.mococxr.gate.RefusalCode;

/** A journal under a clock that stands still, and films to write into it. */
final class JournalUnderTest implements AutoCloseable {
    static final String FINDING = "pleural_effusion";
    static final ModelName ACTIVE = new ModelName("active", "a".repeat(64));
    static final Duration LEASE = Duration.ofMinutes(5);

    final ManualClock clock = new ManualClock();
    final Journal journal;

    private JournalUnderTest(Path folder) {
        this.journal = Journal.open(folder.resolve("journal.db"), clock);
    }

    static JournalUnderTest in(Path folder) {
        return new JournalUnderTest(folder);
    }

    /** @return the film's reference */
    String receive(String digest, ReceivedFilm.Source source, Optional<String> study) {
        return journal.receive(new ReceivedFilm(digest, 1000, source, "XRAY1", Optional.of("1.2." + digest), study))
                .ref();
    }

    String receiveInStudy(String digest, String study) {
        return receive(digest, ReceivedFilm.Source.DICOM, Optional.of(study));
    }

    FilmEntry film(String ref) {
        return journal.worklist().film(ref).orElseThrow();
    }

    void scoreNext(double probability, double threshold) {
        conclude(new Screened(
                Optional.of(new FilmIdentity("P1", "D.J.", "F", OptionalInt.of(44), "PA", "Xray", "20261123")),
                scored(ACTIVE, probability, threshold)));
    }

    void refuseNext() {
        conclude(new Screened(
                Optional.empty(),
                new Conclusion.Refused(RefusalCode.BLANK, Sentence.quoted("all black"), Duration.ofMillis(3))));
    }

    private void conclude(Screened screened) {
        journal.conclude(journal.claim(LEASE).orElseThrow(), screened, List.of());
    }

    static Conclusion.Scored scored(ModelName model, double probability, double threshold) {
        return new Conclusion.Scored(
                model,
                "1",
                "CPU",
                List.of(Assessment.of(FINDING, probability, "balanced", threshold, HeatMap.of(1, 1, new float[] {1}))),
                2000,
                1800,
                160,
                List.of(),
                Duration.ofMillis(120));
    }

    @Override
    public void close() {
        journal.close();
    }
}
