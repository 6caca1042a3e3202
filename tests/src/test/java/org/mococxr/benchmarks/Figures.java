package org.mococxr.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints figures that can be quoted. */
final class Figures {
    static final double TICKS_A_SECOND = 100; // on every Linux

    private Figures() {}

    static void say(String text, Object... values) {
        System.out.printf(Locale.ROOT, "BENCHMARK " + text + "%n", values);
    }

    /** Processor time a process has used, its own and the system's for it, in seconds. */
    static double processorSeconds(long processId) throws IOException {
        return processorSeconds(Path.of("/proc/" + processId + "/stat"));
    }

    /** The same of each thread that lives now, added up by the threads' names, of which the system keeps 15 letters. */
    static Map<String, Double> processorSecondsByThread(long processId) throws IOException {
        var seconds = new HashMap<String, Double>();
        try (var threads = Files.list(Path.of("/proc/" + processId + "/task"))) {
            for (var thread : threads.toList()) {
                try {
                    seconds.merge(
                            Files.readString(thread.resolve("comm")).strip(),
                            processorSeconds(thread.resolve("stat")),
                            Double::sum);
                } catch (IOException e) {
                    continue; // it ended meanwhile
                }
            }
        }
        return seconds;
    }

    private static double processorSeconds(Path stat) throws IOException {
        var fields = Files.readString(stat).replaceFirst(".*\\) ", "").split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    /** What a process holds in memory now, and the most it ever held. */
    static String residentMemory(long processId) throws IOException {
        return "%s, at most %s so far".formatted(memory(processId, "VmRSS:"), memory(processId, "VmHWM:"));
    }

    private static String memory(long processId, String which) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + processId + "/status")).stream()
                .filter(line -> line.startsWith(which))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                .findFirst()
                .orElse("nothing, it has ended");
    }

    /** @param share 0.5 for the median */
    static double quantile(List<Double> values, double share) {
        var sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1));
    }
}
