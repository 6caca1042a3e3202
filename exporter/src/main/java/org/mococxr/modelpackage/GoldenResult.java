package org.mococxr.modelpackage;

import java.util.List;
import java.util.Locale;

/**
 * Whether an engine says about the golden films what the exporter said.
 *
 * @param provider that ran them
 * @param largestDifference of any probability
 * @param failures one sentence for each deviation; empty when the test passed
 */
public record GoldenResult(String provider, int films, double largestDifference, List<String> failures) {
    public GoldenResult {
        failures = List.copyOf(failures);
    }

    public boolean passed() {
        return failures.isEmpty();
    }

    public String inWords() {
        return passed()
                ? String.format(
                        Locale.ROOT,
                        "golden test passed on %s: %d films, largest difference of a probability %.1e",
                        provider,
                        films,
                        largestDifference)
                : "golden test FAILED on " + provider + ": " + String.join("; ", failures);
    }
}
