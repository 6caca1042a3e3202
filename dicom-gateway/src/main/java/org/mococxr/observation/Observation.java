package org.mococxr.observation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one film's file, or of one peer; never who the patient is.
 *
 * @param values for the places of the text, in their order: words as they are, or observations
 */
public record Observation(ObservationKind kind, List<Object> values) {
    public Observation {
        values = List.copyOf(values);
        if (values.size() != kind.places()) {
            throw new IllegalArgumentException("%s has %d places, got %s".formatted(kind, kind.places(), values));
        }
    }

    /** Words of somebody else, such as of a library or of a decoder of pixels. */
    public static Observation quoted(@Nullable String words) {
        return ObservationKind.QUOTED.of(String.valueOf(words));
    }

    public String english() {
        return kind.english(values.stream()
                .map(value -> value instanceof Observation part ? part.english() : value)
                .toArray());
    }
}
