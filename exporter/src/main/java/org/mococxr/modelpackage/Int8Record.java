package org.mococxr.modelpackage;

import java.util.List;
import java.util.Locale;
import org.mococxr.evaluation.Estimate;

/**
 * {@code int8.json}: what 8-bit arithmetic did to a model, on the validation films.
 *
 * @param calibrationFilms how many films its activations were measured on
 * @param forced whether a person wanted it although it was refused
 */
record Int8Record(String format, int calibrationFilms, List<Comparison> findings, boolean forced) {
    static final String FORMAT = "cxr-int8/1";
    static final String PATH = "int8.json";
    /** More films decided otherwise than this, and there is no 8-bit package unless it is forced. */
    static final double MOST_OTHER_DECISIONS = 0.02;

    Int8Record {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"" + format + "\", this program reads \"" + FORMAT + "\"");
        }
        findings = List.copyOf(findings);
    }

    /**
     * One finding with 32 and with 8 bits, each at its own default operating point.
     *
     * @param otherDecisions share of films that fall on the other side
     */
    record Comparison(String finding, Estimate auroc32, Estimate auroc8, double otherDecisions, int films) {
        boolean acceptable() {
            return auroc8.value() >= auroc32.lower()
                    && auroc8.value() <= auroc32.upper()
                    && otherDecisions <= MOST_OTHER_DECISIONS;
        }

        String inWords() {
            return String.format(
                    Locale.ROOT,
                    "%s: AUROC %s with 8 bits, %s with 32; %.1f %% of %d films are decided otherwise",
                    finding,
                    auroc8.inFigures(),
                    auroc32.inFigures(),
                    100 * otherDecisions,
                    films);
        }
    }

    boolean acceptable() {
        return findings.stream().allMatch(Comparison::acceptable);
    }

    String inWords() {
        return String.join("; ", findings.stream().map(Comparison::inWords).toList());
    }
}
