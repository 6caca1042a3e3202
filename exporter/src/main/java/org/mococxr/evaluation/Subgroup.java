package org.mococxr.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model does on one kind of films. Intervals resample patients; a figure is absent where such films are all of one kind, or of
 * too few patients.
 *
 * @param value for example {@code F}, {@code 40 to 64} or {@code PA}; {@link #NOT_KNOWN} where the film list is silent
 * @param positives how many of the films have the finding
 * @param sensitivity at the threshold that the figures were asked for
 */
public record Subgroup(
        Attribute attribute,
        String value,
        int films,
        int positives,
        int patients,
        Optional<Estimate> auroc,
        Optional<Estimate> sensitivity,
        Optional<Estimate> specificity) {
    public static final String NOT_KNOWN = "not known";

    /** By what films are told apart. */
    public enum Attribute {
        @JsonProperty("source")
        SOURCE,
        @JsonProperty("sex")
        SEX,
        /** In whole years. */
        @JsonProperty("age")
        AGE,
        @JsonProperty("view")
        VIEW;

        public String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Subgroup {
        if (value.isBlank() || films < 1 || patients < 1 || patients > films || positives < 0 || positives > films) {
            throw new IllegalArgumentException("a subgroup needs a value and films of at least one patient, was \""
                    + value + "\" with " + films + " films (" + positives + " with the finding) of " + patients
                    + " patients");
        }
    }
}
