package org.mococxr.appliance.web.films;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.Outcome;
import org.mococxr.appliance.journal.ReceivedFilm;
import org.mococxr.appliance.journal.StudyEntry;
import org.mococxr.appliance.language.Language;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Visitor;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.HeatMap;
import org.mococxr.appliance.screening.ModelName;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.gate.RefusalCode;

final class StudySectionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final View VIEW = new View(new Visitor.Nobody(), Language.english(), "/");

    private static FilmEntry film(String ref, Conclusion conclusion) {
        return new FilmEntry(
                ref.hashCode(),
                ref,
                "digest",
                NOW,
                ReceivedFilm.Source.DICOM,
                "XRAY1",
                false,
                Optional.of("1.2.3"),
                FilmEntry.Stage.DONE,
                1,
                Optional.empty(),
                Optional.of(new Outcome(NOW, conclusion)),
                List.of());
    }

    private static FilmEntry scored(String ref, double tuberculosis, double effusion) {
        var map = HeatMap.of(1, 1, new float[] {1});
        return film(
                ref,
                new Conclusion.Scored(
                        new ModelName("m", "a".repeat(64)),
                        "1",
                        "CPU",
                        List.of(
                                Assessment.of("tuberculosis", tuberculosis, "balanced", 0.5, map),
                                Assessment.of("pleural_effusion", effusion, "balanced", 0.2, map)),
                        2000,
                        1800,
                        160,
                        List.of(),
                        Duration.ofMillis(100)));
    }

    private static String section(boolean open, FilmEntry... films) {
        return StudySection.of(VIEW, new StudyEntry(Optional.of("study"), open, List.of(films)), "filma")
                .toString();
    }

    @Test
    void aStudyOfOneFilmSaysNothing() {
        assertThat(section(true, scored("filma", 0.1, 0.1))).isEmpty();
    }

    @Test
    void filmsAreNamedWithWhatBecameOfThem() {
        var lateral = film(
                "filmb", new Conclusion.Refused(RefusalCode.LATERAL_VIEW, Sentence.quoted("LL"), Duration.ofMillis(3)));

        assertThat(section(true, scored("filma", 0.1, 0.1), lateral))
                .contains("2 films belong to it", "<strong>Film 1</strong> (this film)", "assessed")
                .containsPattern("href=\"/films/filmb\">Film 2</a> <strong>.*Not assessed.</strong> "
                        + "This looks like a side view")
                .contains("More films of it may come")
                .doesNotContain("href=\"/films/filma\">Film 1");
    }

    @Test
    void forEachFindingItSaysWhichFilmStandsForTheStudy() {
        assertThat(section(false, scored("filma", 0.3, 0.2), scored("filmb", 0.601, 0.1)))
                .containsPattern(
                        "Tuberculosis: <strong>Suggestive</strong> 60\\.1 <a [^>]*href=\"/films/filmb\">Film 2<")
                .containsPattern(
                        "Pleural effusion: <strong>Near the cut-off, just above</strong> 20\\.0 <a [^>]*>this film<")
                .doesNotContain("More films of it may come");
    }
}
