package org.mococxr.modelpackage;

import java.util.List;

/** {@code golden/input-check.json}: what the input check said about each golden film when it was exported. */
record GoldenInput(String format, List<Film> films) {
    static final String FORMAT = "cxr-golden-input/1";
    static final String PATH = "golden/input-check.json";

    GoldenInput {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"" + format + "\", this program reads \"" + FORMAT + "\"");
        }
        films = List.copyOf(films);
    }

    /**
     * @param file as in {@link GoldenExpectation}
     * @param frontalProbability of the film's kind
     * @param distance of its embedding
     */
    record Film(String file, double frontalProbability, double distance) {}
}
