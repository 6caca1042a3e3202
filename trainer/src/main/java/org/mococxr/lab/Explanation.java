package org.mococxr.lab;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.evaluation.Subgroup;
import org.mococxr.inputcheck.InputCheckReport;
import org.mococxr.modelpackage.Manifest;

/** Says on a terminal what a model package holds. */
final class Explanation {
    private Explanation() {}

    static void findings(Manifest manifest, PrintWriter terminal) {
        for (Manifest.Finding finding : manifest.findings()) {
            terminal.printf("%s (%s)%n", finding.displayName(), finding.name());
            for (Manifest.Metric metric : finding.metrics()) {
                terminal.printf(
                        Locale.ROOT,
                        "  AUROC %-28s %s, %d films, %d with the finding%n",
                        inFigures(metric.auroc()),
                        metric.source().equals(Manifest.Metric.ALL) ? "all sources" : "source " + metric.source(),
                        metric.films(),
                        metric.positives());
            }
            for (OperatingPoint point : finding.thresholds().points()) {
                terminal.printf(
                        "  %s%s: %s%n",
                        point.name(),
                        point.name().equals(finding.thresholds().defaultPoint()) ? " (default)" : "",
                        point.inWords());
            }
            groups(finding.groups(), terminal);
        }
    }

    private static void groups(List<Subgroup> groups, PrintWriter terminal) {
        if (!groups.isEmpty()) {
            terminal.printf(
                    "  by group, at the default operating point: films (with the finding), patients, AUROC, sensitivity,"
                            + " specificity, each [95 %% interval]%n");
        }
        for (Subgroup group : groups) {
            terminal.printf(
                    "    %-6s %-14s %5d (%d), %d, %s, %s, %s%n",
                    group.attribute().words(),
                    group.value(),
                    group.films(),
                    group.positives(),
                    group.patients(),
                    inFigures(group.auroc()),
                    inFigures(group.sensitivity()),
                    inFigures(group.specificity()));
        }
    }

    private static String inFigures(Optional<Estimate> figure) {
        return figure.map(Estimate::inFigures).orElse("not known");
    }

    static void inputCheck(Optional<InputCheckReport> report, PrintWriter terminal) {
        report.ifPresentOrElse(
                check -> inputCheck(check, terminal),
                () -> terminal.println(
                        "input check:  NONE: side views and other pictures that no header gives away are scored"));
    }

    static void inputCheck(InputCheckReport report, PrintWriter terminal) {
        terminal.printf(
                Locale.ROOT,
                "input check:  refused are films less than %.2f probably frontal, and those farther than %.2f from the training films%n",
                report.frontalAtLeast(),
                report.mostUnusual());
        for (var learned : report.learned()) {
            terminal.printf(
                    "  learned from %d: %s, as %s%s%n",
                    learned.count(),
                    learned.pictures(),
                    learned.kind().words(),
                    learned.terms().isEmpty() ? "" : " (" + learned.terms() + ")");
        }
        for (var rate : report.rates()) {
            terminal.printf(
                    "  %-8s %-44s %-16s refused %s%s%n",
                    rate.frontal() ? "frontal" : "other",
                    rate.pictures(),
                    rate.basis().words(),
                    rate.inWords(),
                    rate.refused() == 0 ? "" : ": " + rate.reasonsInWords());
        }
    }

    static void origin(Manifest manifest, PrintWriter terminal) {
        var state = manifest.lineage().checkpoint();
        terminal.printf(
                "format:       %s; %s%n",
                manifest.format(),
                manifest.minimumBox()
                        .map(lowest -> "needs cxr-box " + lowest + " or later")
                        .orElse("any cxr-box"));
        terminal.printf(
                "network:      %s, films of %d x %d pixels prepared by %s%n",
                manifest.network(),
                manifest.input().sizePixels(),
                manifest.input().sizePixels(),
                manifest.input().preparation());
        for (Manifest.SourceUse source : manifest.training().sources()) {
            terminal.printf(
                    "films:        %d with and %d without labels of \"%s\", validation included (%s)%n",
                    source.finetuneFilms(), source.pretrainFilms(), source.source(), source.licence());
        }
        manifest.training()
                .initialWeights()
                .ifPresent(weights ->
                        terminal.printf("started from: weights \"%s\" (%s)%n", weights.name(), weights.licence()));
        terminal.printf(
                "training:     %s epoch %d, step %d, seed %d, version %s; checkpoint %s%n",
                state.parent().isPresent() ? "pretrained, then fine-tuned to" : "fine-tuned to",
                state.epoch(),
                state.step(),
                state.seed(),
                state.codeVersion(),
                manifest.lineage().checkpointSha256());
        for (var list : state.filmLists()) {
            terminal.printf("film list:    %s, %d films, %s%n", list.name(), list.films(), list.sha256());
        }
        terminal.printf(
                "parity:       %d films, %s: %s%n",
                manifest.parity().films(),
                manifest.parity().engine(),
                manifest.parity().fp32().inWords());
        manifest.parity()
                .packaged()
                .ifPresent(packaged -> terminal.printf("              as packaged: %s%n", packaged.inWords()));
    }
}
