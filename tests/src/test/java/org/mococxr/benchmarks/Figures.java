package org.mococxr.benchmarks;

import java.util.List;
import java.util.Locale;

/** Prints figures that can be quoted. */
final class Figures {
    private Figures() {}

    static void say(String text, Object... values) {
        System.out.printf(Locale.ROOT, "BENCHMARK " + text + "%n", values);
    }

    /** @param share 0.5 for the median */
    static double quantile(List<Double> values, double share) {
        var sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1));
    }
}
