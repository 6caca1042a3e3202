package org.mococxr.appliance.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A study and what its films say together.
 *
 * @param ref opaque reference
 * @param changedAt when a film last came or ended
 * @param open whether more films are waited for
 * @param films references, in the order they came
 * @param result of the last time the study was closed; while it is open, of what was known then
 */
public record Study(
        String ref, Instant openedAt, Instant changedAt, boolean open, List<String> films, Optional<Result> result) {
    public Study {
        films = List.copyOf(films);
    }

    /**
     * @param number how often the study was closed so far
     * @param films that belonged to it then
     * @param scored how many of those were assessed; the others were refused or failed
     * @param findings empty if no film was assessed
     */
    public record Result(int number, Instant at, int films, int scored, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    /**
     * The film that speaks most for a finding stands for the study.
     *
     * @param filmRef that film
     */
    public record Finding(String finding, double probability, boolean suggestive, boolean nearCutOff, String filmRef) {}
}
