package org.mococxr.film;

import java.util.List;
import org.mococxr.observation.Observation;

/**
 * How stored values became grey.
 *
 * @param recipe name and version of the arithmetic, such as {@code display/1}; travels with every model and result
 * @param windowReplaced whether the film's own window saturated it and percentiles were used instead
 * @param remarks what a reader should know
 */
public record Rendering(String recipe, boolean windowReplaced, List<Observation> remarks) {
    public Rendering {
        if (recipe.isBlank()) {
            throw new IllegalArgumentException("a rendering names its recipe");
        }
        remarks = List.copyOf(remarks);
    }

    public static Rendering of(String recipe) {
        return new Rendering(recipe, false, List.of());
    }
}
