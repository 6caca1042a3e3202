package org.mococxr.modelpackage;

import java.util.List;
import java.util.Map;
import org.mococxr.inference.Outputs;

/**
 * {@code golden/expected.json}: what the model said about each golden film when it was exported.
 *
 * @param tolerances allowed differences by provider; a provider that is not named is held to the CPU's
 */
record GoldenExpectation(String format, Map<String, Tolerance> tolerances, List<GoldenFilm> films) {
    static final String FORMAT = "cxr-golden/1";
    static final String PATH = "golden/expected.json";

    GoldenExpectation {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"" + format + "\", this program reads \"" + FORMAT + "\"");
        }
        tolerances = Map.copyOf(tolerances);
        films = List.copyOf(films);
        if (films.isEmpty() || !tolerances.containsKey("CPU")) {
            throw new IllegalArgumentException("golden films and a tolerance for the CPU are needed");
        }
    }

    /** @param logits allowed difference for each unit of the logit's size, at least one unit; the embedding's likewise */
    record Tolerance(double probabilities, double logits) {}

    /**
     * @param file path in the package
     * @param rendering recipe by which the stored film became grey
     * @param preparedSha256 of the prepared film as float32 little-endian; preparation is exact on every machine
     * @param embeddingNorm length of the embedding
     */
    record GoldenFilm(
            String file,
            String rendering,
            String preparedSha256,
            List<Float> probabilities,
            List<Float> logits,
            double embeddingNorm) {
        GoldenFilm {
            probabilities = List.copyOf(probabilities);
            logits = List.copyOf(logits);
        }
    }

    Tolerance toleranceOf(String provider) {
        return tolerances.getOrDefault(provider, java.util.Objects.requireNonNull(tolerances.get("CPU")));
    }

    static double norm(Outputs outputs) {
        double squares = 0;
        for (float value : outputs.embedding()) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
