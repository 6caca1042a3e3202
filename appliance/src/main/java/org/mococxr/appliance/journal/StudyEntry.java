package org.mococxr.appliance.journal;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.screening.Assessment;

/**
 * One study as the list shows it, with what its films say together now. A film that belongs to no study stands for itself.
 *
 * @param ref the study's; empty for a film that belongs to none
 * @param open whether more films are waited for
 * @param films at least one, in the order they came
 */
public record StudyEntry(Optional<String> ref, boolean open, List<FilmEntry> films) {
    public StudyEntry {
        films = List.copyOf(films);
        if (films.isEmpty()) {
            throw new IllegalArgumentException("a study has at least one film");
        }
    }

    /** A film's assessment that stands for its study. */
    public record Standing(FilmEntry film, Assessment assessment) {
        /** Films of one study may have been scored by two models, whose probabilities do not compare; these do. */
        private double logOddsAboveCutOff() {
            return Assessment.logOddsAbove(assessment.probability(), assessment.thresholdProbability());
        }
    }

    /** For each finding the film furthest above its cut-off; empty if no film was scored. */
    public List<Standing> standing() {
        return strongest(films);
    }

    static List<Standing> strongest(List<FilmEntry> films) {
        var strongest = new LinkedHashMap<String, Standing>();
        for (var film : films) {
            film.scored()
                    .ifPresent(scored -> scored.assessments()
                            .forEach(assessment -> strongest.merge(
                                    assessment.finding(),
                                    new Standing(film, assessment),
                                    (known, other) ->
                                            other.logOddsAboveCutOff() > known.logOddsAboveCutOff() ? other : known)));
        }
        return List.copyOf(strongest.values());
    }

    /** The film whose picture and page stand for the study: the one furthest above any cut-off; without a score the newest. */
    public FilmEntry face() {
        return standing().stream()
                .max(Comparator.comparingDouble(Standing::logOddsAboveCutOff))
                .map(Standing::film)
                .orElseGet(this::newest);
    }

    /** The film that came last. */
    public FilmEntry newest() {
        return films.get(films.size() - 1);
    }
}
