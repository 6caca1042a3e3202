package org.mococxr.evaluation;

/**
 * One film's score for one finding beside what is known about it.
 *
 * @param patient whose film it is; the unit that intervals resample
 * @param source where the film came from, as in the film list
 * @param positive whether the finding is known to be present
 * @param score a logit or a probability; only a finite number can be ranked
 */
public record ScoredFilm(String patient, String source, boolean positive, double score) {
    public ScoredFilm {
        if (patient.isBlank()) {
            throw new IllegalArgumentException(
                    "a scored film needs its patient; without it films of one person would count as independent");
        }
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("a score must be a finite number, was " + score);
        }
    }
}
