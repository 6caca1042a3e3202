package org.mococxr.layouts;

import java.util.Map;

/**
 * A film as a collection describes it.
 *
 * @param file relative to the collection's folder
 * @param split {@code train}, {@code val}, {@code test}, or empty if the collection does not say
 * @param labels as a film list writes them, by finding
 */
record FoundFilm(
        String file,
        String patient,
        String study,
        String view,
        String age,
        String sex,
        String source,
        String split,
        Map<String, String> labels) {
    FoundFilm {
        labels = Map.copyOf(labels);
    }
}
