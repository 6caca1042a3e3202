package org.mococxr.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A process at one moment.
 *
 * @param nanos {@link System#nanoTime}
 * @param threads processor time by the threads' names, in seconds
 */
record Mark(long nanos, double processorSeconds, Map<String, Double> threads) {
    private static final double LEAST_TOLD_MILLIS = 0.2;

    static Mark of(long processId) throws IOException {
        return new Mark(
                System.nanoTime(), Figures.processorSeconds(processId), Figures.processorSecondsByThread(processId));
    }

    Rate until(Mark later, int films) {
        return new Rate(films / ((later.nanos - nanos) / 1e9), (later.processorSeconds - processorSeconds) / films);
    }

    /** Milliseconds of a film, in words. */
    String byThread(Mark later, int films) {
        return later.threads.entrySet().stream()
                .map(thread -> Map.entry(
                        thread.getKey(),
                        1000 * (thread.getValue() - threads.getOrDefault(thread.getKey(), 0.0)) / films))
                .filter(thread -> thread.getValue() >= LEAST_TOLD_MILLIS)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(thread -> String.format(Locale.ROOT, "%s %.1f", thread.getKey(), thread.getValue()))
                .collect(Collectors.joining(", "));
    }
}
