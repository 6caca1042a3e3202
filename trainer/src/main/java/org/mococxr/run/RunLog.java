package org.mococxr.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.charts.Chart;
import org.mococxr.charts.SvgChart;
import org.mococxr.observation.DiskTrouble;

/** How a run went, epoch by epoch: {@code metrics.csv}, TensorBoard's event files, and {@code report.html} with plots. */
public final class RunLog {
    private final Path folder;
    private final Plan plan;
    private final MetricsFile metrics;
    private final EventFile events;
    private final List<String> alarms = new ArrayList<>();

    /**
     * What is told.
     *
     * @param settings by name, for the head of the report
     * @param plots columns by the title of the plot that shows them together
     */
    public record Plan(String title, Map<String, Object> settings, Map<String, List<String>> plots) {
        public Plan {
            settings = new LinkedHashMap<>(settings);
            plots = new LinkedHashMap<>(plots);
        }

        private List<String> columns() {
            return plots.values().stream().flatMap(List::stream).toList();
        }
    }

    /** @param lastEpoch epochs of an earlier part of the run that stay */
    public RunLog(Path folder, Plan plan, int lastEpoch, Clock clock) {
        this.folder = folder;
        this.plan = plan;
        metrics = new MetricsFile(folder.resolve("metrics.csv"), plan.columns(), lastEpoch);
        events = new EventFile(folder, clock);
    }

    /** @param values by column; absent and NaN ones are left out */
    public void add(int epoch, Map<String, Double> values) {
        var known = new LinkedHashMap<>(values);
        known.values().removeIf(value -> value.isNaN());
        metrics.add(epoch, known);
        events.add(epoch, known);
        writeReport();
    }

    /** Something a person should look at; stands at the head of the report from the next epoch on. */
    public void alarm(int epoch, String words) {
        alarms.add("epoch %d: %s".formatted(epoch, words));
    }

    private void writeReport() {
        var page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(SvgChart.escaped(plan.title()))
                .append("</title>\n<style>body{font-family:sans-serif;max-width:1360px;margin:1em auto;padding:0 1em}")
                .append(
                        "table{border-collapse:collapse}td{padding:2px 12px 2px 0}.alarm{color:#b00020}</style></head><body>\n<h1>")
                .append(SvgChart.escaped(plan.title()))
                .append("</h1>\n<p>Research use only.</p>\n");
        alarms.forEach(alarm -> page.append("<p class=\"alarm\">Look at this: ")
                .append(SvgChart.escaped(alarm))
                .append("</p>\n"));
        plan.plots().forEach((title, columns) -> plot(title, columns, page));
        page.append("<h2>Settings</h2>\n<table>\n");
        plan.settings()
                .forEach((name, value) -> page.append("<tr><td>%s</td><td>%s</td></tr>%n"
                        .formatted(SvgChart.escaped(name), SvgChart.escaped(String.valueOf(value)))));
        page.append("</table>\n</body></html>\n");
        var file = folder.resolve("report.html");
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + DiskTrouble.inWords(e), e);
        }
    }

    private void plot(String title, List<String> columns, StringBuilder page) {
        var lines = new ArrayList<Chart.Line>();
        for (var column : columns) {
            var marks = new ArrayList<Chart.Mark>();
            metrics.rows().forEach((epoch, values) -> {
                var value = values.get(column);
                if (value != null && Double.isFinite(value)) {
                    marks.add(Chart.Mark.at(epoch, value));
                }
            });
            if (!marks.isEmpty()) {
                lines.add(new Chart.Line(column, marks));
            }
        }
        if (!lines.isEmpty()) {
            page.append(SvgChart.of(new Chart(title, "epoch", "", false, lines)));
        }
    }
}
