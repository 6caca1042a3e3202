package org.mococxr.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints figures that can be quoted. */
final class Figures {
    private static final double TICKS_A_SECOND = 100; // on every Linux

    private Figures() {}

    static void say(String text, Object... values) {
        System.out.printf(Locale.ROOT, "BENCHMARK " + text + "%n", values);
    }

    /** Processor time a process has used, its own and the system's for it, in seconds. */
    static double processorSeconds(long processId) throws IOException {
        var fields = Files.readString(Path.of("/proc/" + processId + "/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    /** What a process holds in memory now. */
    static String residentMemory(long processId) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + processId + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
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
