package org.mococxr.appliance.web.films;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mococxr.appliance.journal.Study;
import org.mococxr.appliance.people.Visitor;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.language.Language;

final class StudySectionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final View VIEW = new View(new Visitor.Nobody(), Language.english(), "/");

    private static String section(boolean open, List<String> films, Optional<Study.Result> result) {
        return StudySection.of(VIEW, new Study("study", NOW, NOW, open, films, result), "filma")
                .toString();
    }

    @Test
    void aStudyOfOneFilmSaysNothing() {
        assertThat(section(true, List.of("filma"), Optional.empty())).isEmpty();
    }

    @Test
    void anOpenStudyNamesItsFilmsAndGivesNoResult() {
        assertThat(section(true, List.of("filma", "filmb"), Optional.empty()))
                .contains("2 films belong to it", "this film", "href=\"/films/filmb\"", "More films of it may come.")
                .doesNotContain("href=\"/films/filma\"", "as a whole");
    }

    @Test
    void aClosedStudySaysForEachFindingWhichFilmStandsForIt() {
        var findings = List.of(
                new Study.Finding("tuberculosis", 0.601, true, false, "filmb"),
                new Study.Finding("pleural_effusion", 0.2, false, true, "filma"));
        var result = new Study.Result(1, NOW, 2, 2, findings);

        assertThat(section(false, List.of("filma", "filmb"), Optional.of(result)))
                .containsPattern("Tuberculosis: <strong>Suggestive</strong> 60\\.1 <a [^>]*href=\"/films/filmb\"")
                .containsPattern("Pleural effusion: <strong>Near the cut-off</strong> 20\\.0 <a [^>]*>this film<")
                .doesNotContain("More films of it may come.");
    }
}
