package org.mococxr.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** {@code metrics.csv}: one line per epoch, first column {@code epoch}. */
public final class MetricsFile {
    private final Path file;
    private final List<String> columns;

    /**
     * Keeps the lines up to {@code lastEpoch} of an earlier part of the run and drops those that will be computed again.
     *
     * @param columns what each line tells, without the epoch
     */
    public MetricsFile(Path file, List<String> columns, int lastEpoch) {
        this.file = file;
        this.columns = List.copyOf(columns);
        var kept = new ArrayList<String>();
        kept.add("epoch," + String.join(",", columns));
        try {
            if (lastEpoch > 0 && Files.exists(file)) {
                Files.readAllLines(file).stream()
                        .skip(1)
                        .filter(line -> Integer.parseInt(line.substring(0, line.indexOf(','))) <= lastEpoch)
                        .forEach(kept::add);
            }
            Files.write(file, kept);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e, e);
        }
    }

    /** @param values one for each column; absent ones stay empty */
    public void add(int epoch, Map<String, Double> values) {
        var line = new StringJoiner(",", "", "\n").add(Integer.toString(epoch));
        for (var column : columns) {
            var value = values.get(column);
            line.add(value == null || value.isNaN() ? "" : String.format(Locale.ROOT, "%.6g", value));
        }
        try {
            Files.writeString(file, line.toString(), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e, e);
        }
    }
}
