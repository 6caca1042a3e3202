package org.mococxr.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.mococxr.charts.Chart;
import org.mococxr.charts.PngChart;
import org.mococxr.charts.SvgChart;
import org.mococxr.evaluation.Estimate;
import org.mococxr.finetuning.Figures;
import org.mococxr.finetuning.FinetuneSettings;
import org.mococxr.json.StrictJson;
import org.mococxr.observation.DiskTrouble;

/** Writes a report as people and programs take it: {@code sweep.csv}, {@code sweep-report.json}, figures, {@code report.html}. */
public final class SweepPages {
    private static final String[] HEADER = {
        "finding", "source", "mode", "fraction", "held_out", "arm", "draws", "train_films", "train_patients", "films",
        "positives", "patients", "auroc", "lower", "upper", "spread", "gain", "gain_lower", "gain_upper", "delong_p"
    };

    private final SweepReport report;
    private final Path folder;

    public SweepPages(SweepReport report, Path folder) {
        this.report = report;
        this.folder = folder;
    }

    /** @throws UncheckedIOException if the folder cannot be written */
    public void write() {
        try {
            csv();
            Files.write(folder.resolve("sweep-report.json"), StrictJson.write(report));
            var charts = charts();
            for (var chart : charts.entrySet()) {
                Files.writeString(folder.resolve(chart.getKey() + ".svg"), SvgChart.of(chart.getValue()));
                PngChart.write(chart.getValue(), folder.resolve(chart.getKey() + ".png"));
            }
            Files.writeString(
                    folder.resolve("report.html"), page(charts.values().stream().toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the report in %s: %s".formatted(folder, DiskTrouble.inWords(e)), e);
        }
    }

    private void csv() throws IOException {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader(HEADER)
                .setRecordSeparator("\n")
                .get();
        try (var out =
                new CSVPrinter(Files.newBufferedWriter(folder.resolve("sweep.csv"), StandardCharsets.UTF_8), format)) {
            for (var line : report.lines()) {
                var values = new ArrayList<Object>(List.of(
                        line.finding(),
                        line.source(),
                        name(line.mode()),
                        line.fraction(),
                        line.heldOut().orElse(""),
                        line.arm(),
                        line.draws(),
                        line.trainFilms(),
                        line.trainPatients(),
                        line.films(),
                        line.positives(),
                        line.patients()));
                values.addAll(digits(line.auroc()));
                values.add(digits(line.spread()));
                values.addAll(digits(line.gain()));
                values.add(line.deLongP().map(SweepPages::digits).orElse(""));
                out.printRecord(values);
            }
        }
    }

    private static List<String> digits(Optional<Estimate> estimate) {
        return estimate.map(e -> List.of(digits(e.value()), digits(e.lower()), digits(e.upper())))
                .orElse(List.of("", "", ""));
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private static String name(FinetuneSettings.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** AUROC against the share of labelled patients, by file name; one for each finding, source and mode. */
    private Map<String, Chart> charts() {
        var groups = new LinkedHashMap<String, List<SweepReport.Line>>();
        for (var line : report.lines()) {
            if (line.heldOut().isEmpty() && line.auroc().isPresent()) {
                var file = "%s-%s-%s".formatted(line.finding(), line.source(), name(line.mode()));
                groups.computeIfAbsent(file.replaceAll("[^A-Za-z0-9_-]", "_"), f -> new ArrayList<>())
                        .add(line);
            }
        }
        var charts = new LinkedHashMap<String, Chart>();
        groups.forEach((file, lines) -> charts.put(file, chart(lines)));
        return charts;
    }

    private Chart chart(List<SweepReport.Line> lines) {
        var of = lines.get(0);
        var curves = new ArrayList<Chart.Line>();
        for (var arm : report.plan().armNames()) {
            var marks = new ArrayList<Chart.Mark>();
            for (var line : lines) {
                if (line.arm().equals(arm)) {
                    line.auroc()
                            .ifPresent(e -> marks.add(new Chart.Mark(
                                    100 * line.fraction(),
                                    e.value(),
                                    Math.min(e.lower(), e.value()),
                                    Math.max(e.upper(), e.value()))));
                }
            }
            curves.add(new Chart.Line(arm, marks));
        }
        return new Chart(
                "%s, %s, %s: %d films, %d with it"
                        .formatted(
                                of.finding(),
                                of.source().equals(Figures.ALL_SOURCES) ? "all sources" : of.source(),
                                of.mode() == FinetuneSettings.Mode.LINEAR ? "linear head" : "end to end",
                                of.films(),
                                of.positives()),
                "share of the labelled training patients, %",
                "AUROC, 95 % interval",
                true,
                curves);
    }

    private String page(List<Chart> charts) {
        var page = new StringBuilder();
        page.append(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Comparison of starts</title>\n")
                .append("<style>body{font-family:sans-serif;max-width:1360px;margin:1em auto;padding:0 1em}")
                .append(
                        "table{border-collapse:collapse}td,th{padding:2px 10px 2px 0;text-align:left}</style></head><body>\n")
                .append("<h1>Comparison of starts</h1>\n<p>Research use only.</p>\n<p>")
                .append(SvgChart.escaped(
                        "Films of the split %s. AUROC is the mean over draws of labelled patients; intervals (95 %%) resample patients and draws 2,000 times; gains are against %s on the same films and draws. A start that was pretrained with several seeds takes them in turn, draw by draw. DeLong's p checks single draws and takes films for independent."
                                .formatted(
                                        report.plan().askedSplit(),
                                        report.plan().armNames().get(0))))
                .append("</p>\n");
        if (report.missing() > 0) {
            page.append("<p>%d of %d trials are not finished.</p>%n"
                    .formatted(report.missing(), report.plan().trials().size()));
        }
        charts.forEach(chart -> page.append(SvgChart.of(chart)));
        page.append("<table>\n<tr><th>finding<th>source<th>mode<th>labels<th>arm<th>draws<th>patients learned from")
                .append("<th>films<th>with<th>AUROC<th>spread<th>gain<th>DeLong p</tr>\n");
        report.lines().forEach(line -> page.append(row(line)));
        return page.append("</table>\n</body></html>\n").toString();
    }

    private static String row(SweepReport.Line line) {
        var cells = List.of(
                line.finding(),
                line.source(),
                name(line.mode()),
                labels(line),
                line.arm(),
                Integer.toString(line.draws()),
                Long.toString(line.trainPatients()),
                Integer.toString(line.films()),
                Integer.toString(line.positives()),
                line.auroc().map(Estimate::inFigures).orElse("-"),
                "%.3f".formatted(line.spread()),
                line.gain().map(Estimate::inFigures).orElse(""),
                line.deLongP().map("%.3f"::formatted).orElse(""));
        var row = new StringBuilder("<tr>");
        cells.forEach(cell -> row.append("<td>").append(SvgChart.escaped(cell)));
        return row.append("</tr>\n").toString();
    }

    private static String labels(SweepReport.Line line) {
        return line.heldOut().map(source -> "without " + source).orElse("%.3g %%".formatted(100 * line.fraction()));
    }

    /** For a terminal. */
    public List<String> table() {
        var lines = new ArrayList<String>();
        lines.add("%-18s %-14s %-10s %-18s %-14s %-24s %s"
                .formatted(
                        "finding", "source", "mode", "labels", "arm", "AUROC [95 % interval]", "gain over the first"));
        for (var line : report.lines()) {
            lines.add("%-18s %-14s %-10s %-18s %-14s %-24s %s"
                    .formatted(
                            line.finding(),
                            line.source(),
                            name(line.mode()),
                            labels(line),
                            line.arm(),
                            line.auroc().map(Estimate::inFigures).orElse("-"),
                            line.gain().map(Estimate::inFigures).orElse("")));
        }
        return lines;
    }
}
