package org.mococxr.benchmarks;

import java.util.Locale;
import java.util.regex.Pattern;

/** How fast a process works. @param processorSeconds of one film, on all threads */
record Rate(double filmsPerSecond, double processorSeconds) {
    private static final Pattern WRITTEN = Pattern.compile("(?m)^RATE (\\S+) (\\S+)$");

    /** From among what a process said. */
    static Rate parse(String said) {
        var found = WRITTEN.matcher(said);
        if (!found.find()) {
            throw new AssertionError("no rate was told, only:\n" + said);
        }
        return new Rate(Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2)));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "RATE %.4f %.6f", filmsPerSecond, processorSeconds);
    }
}
