package org.mococxr.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.mococxr.observation.DiskTrouble;

/** {@code metrics.csv}: one line per epoch, first column {@code epoch}. */
final class MetricsFile {
    private static final String EPOCH = "epoch";

    private final Path file;
    private final List<String> columns;
    private final Map<Integer, Map<String, Double>> rows = new TreeMap<>();

    /**
     * Keeps the lines up to {@code lastEpoch} of an earlier part of the run and drops those that will be computed again. Lines of an
     * older version, with fewer columns, stay empty where they say nothing.
     *
     * @param columns what each line tells, without the epoch
     */
    MetricsFile(Path file, List<String> columns, int lastEpoch) {
        this.file = file;
        this.columns = List.copyOf(columns);
        try {
            if (lastEpoch > 0 && Files.exists(file)) {
                read(Files.readAllLines(file), lastEpoch);
            }
            var kept = new ArrayList<String>();
            kept.add(EPOCH + "," + String.join(",", columns));
            rows.forEach((epoch, values) -> kept.add(line(epoch, values)));
            Files.write(file, kept);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + DiskTrouble.inWords(e), e);
        }
    }

    private void read(List<String> lines, int lastEpoch) {
        var header = List.of(lines.get(0).split(","));
        for (var line : lines.subList(1, lines.size())) {
            var fields = line.split(",", -1);
            var epoch = Integer.parseInt(fields[0]);
            if (epoch <= lastEpoch && fields.length == header.size()) {
                var values = new LinkedHashMap<String, Double>();
                for (var i = 1; i < fields.length; i++) {
                    if (!fields[i].isEmpty()) {
                        values.put(header.get(i), Double.parseDouble(fields[i]));
                    }
                }
                rows.put(epoch, values);
            }
        }
    }

    /** @param values one for each column; absent ones stay empty */
    void add(int epoch, Map<String, Double> values) {
        rows.put(epoch, Map.copyOf(values));
        try {
            Files.writeString(file, line(epoch, values) + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + DiskTrouble.inWords(e), e);
        }
    }

    private String line(int epoch, Map<String, Double> values) {
        var line = new StringJoiner(",").add(Integer.toString(epoch));
        for (var column : columns) {
            var value = values.get(column);
            line.add(value == null || value.isNaN() ? "" : String.format(Locale.ROOT, "%.6g", value));
        }
        return line.toString();
    }

    /** Values by column, by epoch in ascending order. */
    Map<Integer, Map<String, Double>> rows() {
        return rows;
    }
}
