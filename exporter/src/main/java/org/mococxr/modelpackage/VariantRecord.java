package org.mococxr.modelpackage;

import java.util.List;
import java.util.Locale;
import org.mococxr.evaluation.Estimate;
import org.mococxr.onnx.WeightStorage;

/**
 * {@code variant.json}: what storing weights in fewer bits did to a model, on the validation films.
 *
 * @param calibrationFilms how many films its activations were measured on; 0 where nothing but weights is rounded
 * @param forced whether a person wanted it although it was refused
 */
record VariantRecord(
        String format, WeightStorage weights, int calibrationFilms, List<Comparison> findings, boolean forced) {
    static final String FORMAT = "cxr-variant/1";
    static final String PATH = "variant.json";
    /** More films decided otherwise than this, and there is no such package unless it is forced. */
    static final double MOST_OTHER_DECISIONS = 0.02;

    VariantRecord {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"" + format + "\", this program reads \"" + FORMAT + "\"");
        }
        findings = List.copyOf(findings);
    }

    /**
     * One finding as packaged and with 32-bit weights, each at its own default operating point.
     *
     * @param otherDecisions share of films that fall on the other side
     */
    record Comparison(String finding, Estimate auroc32, Estimate aurocPackaged, double otherDecisions, int films) {
        boolean acceptable() {
            return aurocPackaged.value() >= auroc32.lower()
                    && aurocPackaged.value() <= auroc32.upper()
                    && otherDecisions <= MOST_OTHER_DECISIONS;
        }

        String inWords() {
            return String.format(
                    Locale.ROOT,
                    "%s: AUROC %s, with 32-bit weights %s; %.1f %% of %d films are decided otherwise",
                    finding,
                    aurocPackaged.inFigures(),
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
