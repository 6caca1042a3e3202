package org.mococxr.appliance.journal;

import java.util.List;

/**
 * The tables of one file, as the steps that make them.
 *
 * @param home the steps are resources beside this class
 * @param steps SQL files, oldest first; a step that was released is never changed, new ones are added at the end
 */
public record Schema(Class<?> home, List<String> steps) {
    static final Schema JOURNAL = new Schema(
            Schema.class,
            List.of(
                    "001-first.sql",
                    "002-lanes-studies-shadow.sql",
                    "003-readings.sql",
                    "004-ways-in.sql",
                    "005-commitments.sql",
                    "006-lists.sql",
                    "007-tried-again.sql",
                    "008-erasures.sql",
                    "009-sentences.sql"));

    public Schema {
        steps = List.copyOf(steps);
    }
}
