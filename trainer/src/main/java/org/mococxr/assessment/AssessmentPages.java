package org.mococxr.assessment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.mococxr.charts.SvgChart;
import org.mococxr.evaluation.Estimate;
import org.mococxr.json.StrictJson;
import org.mococxr.observation.DiskTrouble;

/** Writes an assessment: {@code assessment.json} for model cards, {@code subgroups.csv}, {@code report.html}. */
public final class AssessmentPages {
    private static final List<String> FIGURES = List.of(
            "auroc",
            "average_precision",
            "sensitivity_at_specificity_70",
            "sensitivity_at_specificity_90",
            "specificity_at_sensitivity_90");

    private AssessmentPages() {}

    /** @throws UncheckedIOException if the folder cannot be written */
    public static void write(Assessment assessment, Path folder) {
        try {
            Files.write(folder.resolve("assessment.json"), StrictJson.write(assessment));
            csv(assessment, folder.resolve("subgroups.csv"));
            Files.writeString(folder.resolve("report.html"), page(assessment));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the assessment in %s: %s".formatted(folder, DiskTrouble.inWords(e)), e);
        }
    }

    private static List<Optional<Estimate>> figures(Assessment.Group group) {
        return List.of(
                group.auroc(),
                group.averagePrecision(),
                group.sensitivityAtSpecificity70(),
                group.sensitivityAtSpecificity90(),
                group.specificityAtSensitivity90());
    }

    private static void csv(Assessment assessment, Path file) throws IOException {
        var header = new ArrayList<>(List.of("finding", "by", "group", "films", "positives", "patients"));
        FIGURES.forEach(figure -> header.addAll(List.of(figure, figure + "_lower", figure + "_upper")));
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader(header.toArray(String[]::new))
                .setRecordSeparator("\n")
                .get();
        try (var out = new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), format)) {
            for (var finding : assessment.findings()) {
                for (var group : finding.groups()) {
                    var row = new ArrayList<Object>(List.of(
                            finding.name(),
                            group.of().kind(),
                            group.of().name(),
                            group.films(),
                            group.positives(),
                            group.patients()));
                    figures(group)
                            .forEach(figure -> row.addAll(
                                    figure.map(e -> List.of(digits(e.value()), digits(e.lower()), digits(e.upper())))
                                            .orElse(List.of("", "", ""))));
                    out.printRecord(row);
                }
            }
        }
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private static String page(Assessment assessment) {
        var page = new StringBuilder(
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Evaluation</title>\n"
                        + "<style>body{font-family:sans-serif;max-width:1360px;margin:1em auto;padding:0 1em}"
                        + "table{border-collapse:collapse}td,th{padding:2px 12px 2px 0;text-align:left}</style></head><body>\n"
                        + "<h1>Evaluation</h1>\n<p>Research use only. Intervals are 95 %, from 2,000 resamples of patients.</p>\n");
        page.append("<p>%s, model %s, films of the split %s.</p>%n"
                .formatted(
                        SvgChart.escaped(assessment.network()),
                        SvgChart.escaped(assessment.model()),
                        SvgChart.escaped(assessment.split())));
        for (var finding : assessment.findings()) {
            page.append("<h2>").append(SvgChart.escaped(finding.name())).append("</h2>\n");
            row(
                    page,
                    "th",
                    List.of(
                            "films",
                            "n",
                            "with",
                            "patients",
                            "AUROC",
                            "average precision",
                            "sensitivity at specificity 70 %",
                            "at 90 %",
                            "specificity at sensitivity 90 %"),
                    "<table>\n");
            for (var group : finding.groups()) {
                var cells = new ArrayList<>(List.of(
                        group.of().kind().equals("all")
                                ? "all"
                                : group.of().kind() + " " + group.of().name(),
                        Integer.toString(group.films()),
                        Integer.toString(group.positives()),
                        Integer.toString(group.patients())));
                figures(group)
                        .forEach(figure ->
                                cells.add(figure.map(Estimate::inFigures).orElse("-")));
                row(page, "td", cells, "");
            }
            page.append("</table>\n");
            finding.calibration()
                    .ifPresent(c -> page.append(
                            "<p>Calibrated on the model's validation films (temperature %.2f, offset %.2f): Brier score here %.3f, before %.3f; calibration error %.3f, before %.3f.</p>%n"
                                    .formatted(
                                            c.temperature(),
                                            c.offset(),
                                            c.brierAfter(),
                                            c.brierBefore(),
                                            c.eceAfter(),
                                            c.eceBefore())));
            cutOffs(page, finding.cutOffs());
        }
        return page.append("</body></html>\n").toString();
    }

    private static void cutOffs(StringBuilder page, List<Assessment.CutOff> cutOffs) {
        if (cutOffs.isEmpty()) {
            return;
        }
        row(
                page,
                "th",
                List.of("threshold", "value", "sensitivity then", "here", "specificity then", "here"),
                "<p>Thresholds chosen on the validation films, and what they do here:</p>\n<table>\n");
        for (var cutOff : cutOffs) {
            row(
                    page,
                    "td",
                    List.of(
                            cutOff.name(),
                            "%.3f".formatted(cutOff.threshold()),
                            cutOff.sensitivityThen().inFigures(),
                            cutOff.sensitivity().map(Estimate::inFigures).orElse("-"),
                            cutOff.specificityThen().inFigures(),
                            cutOff.specificity().map(Estimate::inFigures).orElse("-")),
                    "");
        }
        page.append("</table>\n");
    }

    private static void row(StringBuilder page, String tag, List<String> cells, String before) {
        page.append(before).append("<tr>");
        cells.forEach(cell -> page.append('<').append(tag).append('>').append(SvgChart.escaped(cell)));
        page.append("</tr>\n");
    }
}
