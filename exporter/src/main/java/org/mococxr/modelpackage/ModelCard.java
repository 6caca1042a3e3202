package org.mococxr.modelpackage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.Subgroup;
import org.mococxr.inputcheck.InputCheckReport;
import org.mococxr.modelpackage.CardDocument.Column;
import org.mococxr.network.Networks;
import org.mococxr.onnx.WeightStorage;

/** Says what a person should know about a model before using it, from the manifest and from nothing else but given remarks. */
final class ModelCard {
    private static final int FEW_FILMS = 100;

    private final Manifest manifest;
    private final CardDocument document;

    private ModelCard(Manifest manifest) {
        this.manifest = manifest;
        this.document = new CardDocument("Model card: " + manifest.name() + ", release " + manifest.release());
    }

    static CardDocument of(
            Manifest manifest,
            Optional<VariantRecord> variant,
            Optional<InputCheckReport> inputCheck,
            List<String> remarks) {
        var card = new ModelCard(manifest);
        card.header();
        card.training();
        manifest.findings().forEach(card::finding);
        inputCheck.ifPresentOrElse(card::inputCheck, card::noInputCheck);
        card.limits(remarks);
        card.technical(variant);
        return card.document;
    }

    static byte[] licenses(Manifest.Training training, Optional<InputCheckReport> inputCheck) {
        var text = new StringBuilder("Terms of what this model was made from, as stated by whoever exported it.\n\n");
        training.sources()
                .forEach(source -> text.append("Films of \"")
                        .append(source.source())
                        .append("\":\n")
                        .append(source.licence())
                        .append("\n\n"));
        training.initialWeights()
                .ifPresent(weights -> text.append("Initial weights \"")
                        .append(weights.name())
                        .append("\":\n")
                        .append(weights.licence())
                        .append('\n'));
        inputCheck.ifPresent(check -> check.learnedFilms(false)
                .forEach(pictures -> text.append("\nPictures of \"")
                        .append(pictures.pictures())
                        .append("\", for the input check:\n")
                        .append(pictures.terms())
                        .append('\n')));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void header() {
        document.paragraph("Model `" + manifest.id() + "`.");
        document.heading("Intended use");
        document.paragraph("**" + manifest.intendedUse() + "**");
        document.paragraph("Reads one frontal chest radiograph of an adult and gives a score from 0 to 1 for "
                + String.join(
                        " and ",
                        manifest.findings().stream()
                                .map(Manifest.Finding::displayName)
                                .toList())
                + "."
                + (manifest.findings().stream()
                                .anyMatch(finding -> finding.name().equals("tuberculosis"))
                        ? " The score for tuberculosis says that a film looks suspicious; tuberculosis itself is proved in a"
                                + " laboratory."
                        : ""));
    }

    private void training() {
        document.heading("What it learned from");
        document.table(
                List.of(
                        Column.text("source"),
                        Column.number("films with labels (validation included)"),
                        Column.number("films without labels"),
                        Column.text("terms")),
                manifest.training().sources().stream()
                        .map(source -> List.of(
                                source.source(),
                                count(source.finetuneFilms()),
                                count(source.pretrainFilms()),
                                source.licence()))
                        .toList());
        document.paragraph(manifest.training()
                        .initialWeights()
                        .map(weights -> "The backbone started from the public weights \"" + weights.name()
                                + "\" (SHA-256 `" + weights.sha256() + "`, terms: " + weights.licence() + ").")
                        .orElse("The backbone started from random weights.")
                + " " + history());
    }

    private String history() {
        CheckpointState state = manifest.lineage().checkpoint();
        if (state.imported()) {
            return "It was trained by another program and imported: the films above are those it was tried on here, not"
                    + " those it learned from.";
        }
        return state.parent()
                .map(earlier -> "It was pretrained without labels for " + epochs(earlier.state())
                        + ", then fine-tuned for " + epochs(state) + ".")
                .orElse("It was not pretrained; it was fine-tuned for " + epochs(state) + ".");
    }

    private static String epochs(CheckpointState state) {
        return state.epoch() + (state.epoch() == 1 ? " epoch (" : " epochs (") + state.step() + " steps)";
    }

    private void finding(Manifest.Finding finding) {
        document.heading(finding.displayName() + " (`" + finding.name() + "`)");
        document.paragraph("Area under the ROC curve on validation films, with a 95 % interval (2,000 bootstrap"
                + " replicates over patients):");
        document.table(
                List.of(
                        Column.text("source"),
                        Column.number("films"),
                        Column.number("with finding"),
                        Column.number("patients"),
                        Column.text("AUROC [95 %]"),
                        Column.number("Brier score")),
                finding.metrics().stream()
                        .map(metric -> List.of(
                                metric.source().equals(Manifest.Metric.ALL) ? "**all**" : metric.source(),
                                count(metric.films()),
                                count(metric.positives()),
                                count(metric.patients()),
                                metric.auroc()
                                        .map(Estimate::inFigures)
                                        .orElse("not known: one kind of film only, or too few patients"),
                                String.format(Locale.ROOT, "%.3f", metric.brier())))
                        .toList());
        document.paragraph("Operating points:");
        document.items(finding.thresholds().points().stream()
                .map(point -> "`" + point.name() + "`"
                        + (point.name().equals(finding.thresholds().defaultPoint()) ? " (default)" : "") + ": "
                        + point.inWords())
                .toList());
        groups(finding);
        document.paragraph(String.format(
                Locale.ROOT,
                "Scores are calibrated on the same films (score = sigmoid((logit %+.3f) / %.3f)): the Brier score went from"
                        + " %.3f to %.3f, the expected calibration error over ten bins, which is rough on so few films, from"
                        + " %.3f to %.3f.",
                -finding.calibration().offset(),
                finding.calibration().temperature(),
                finding.calibration().brierBefore(),
                finding.calibration().brierAfter(),
                finding.calibration().eceBefore(),
                finding.calibration().eceAfter()));
    }

    private void groups(Manifest.Finding finding) {
        document.paragraph(
                "The same validation films in groups; sensitivity and specificity at the default operating point,"
                        + " with 95 % intervals over patients:");
        document.table(
                List.of(
                        Column.text("by"),
                        Column.text("group"),
                        Column.number("films"),
                        Column.number("with finding"),
                        Column.number("patients"),
                        Column.text("AUROC"),
                        Column.text("sensitivity"),
                        Column.text("specificity")),
                finding.groups().stream()
                        .map(group -> List.of(
                                group.attribute().words(),
                                group.value(),
                                count(group.films()),
                                count(group.positives()),
                                count(group.patients()),
                                figures(group.auroc()),
                                figures(group.sensitivity()),
                                figures(group.specificity())))
                        .toList());
        if (finding.groups().stream().allMatch(group -> group.attribute() == Subgroup.Attribute.SOURCE)) {
            document.paragraph("Nothing is known by sex, age and view: the film lists were not given to the export.");
        }
    }

    private static String figures(Optional<Estimate> estimate) {
        return estimate.map(Estimate::inFigures).orElse("not known");
    }

    private static String count(int films) {
        return Integer.toString(films);
    }

    private void inputCheck(InputCheckReport check) {
        document.heading("Input check");
        document.paragraph(
                "Refused without a score are side views, other pictures, inverted and turned films, by their shape; and films"
                        + " farther from the training films than all but the rarest of them, by their embedding. The check learned from "
                        + String.join(
                                ", ",
                                check.learned().stream()
                                        .map(part -> part.count() + " " + part.pictures() + " ("
                                                + part.kind().words() + ")")
                                        .toList())
                        + ", and from what can be made out of the films: inverted, turned, cut.");
        document.table(
                List.of(
                        Column.text("pictures"),
                        Column.text("should be"),
                        Column.text("figures from"),
                        Column.text("refused")),
                check.rates().stream()
                        .map(rate -> List.of(
                                rate.pictures(),
                                rate.frontal() ? "scored" : "refused",
                                rate.basis().words(),
                                rate.inWords()))
                        .toList());
    }

    private void noInputCheck() {
        document.heading("Input check");
        document.paragraph(
                "None. **A side view or another picture that no header gives away is scored like a chest film.**");
    }

    private void limits(List<String> remarks) {
        document.heading("Known limits");
        List<String> limits = new ArrayList<>();
        limits.add(
                "The checkpoint, the calibration and the thresholds were chosen on the very films the figures above come from;"
                        + " expect somewhat worse on other films. There are no figures from a hospital outside the sources named here.");
        for (Manifest.Finding finding : manifest.findings()) {
            finding.metrics().stream()
                    .filter(metric ->
                            metric.films() < FEW_FILMS || metric.auroc().isEmpty())
                    .forEach(metric -> limits.add(finding.displayName() + ": only " + metric.films() + " films ("
                            + metric.positives() + " with the finding) of \"" + metric.source()
                            + "\" were there to check"
                            + metric.auroc()
                                    .map(a -> String.format(
                                            Locale.ROOT,
                                            "; the interval from %.2f to %.2f says how little that proves.",
                                            a.lower(),
                                            a.upper()))
                                    .orElse("; nothing is known about its AUROC there.")));
        }
        limits.add(
                "Films of one hospital share collimation, exposure and devices. A network can learn these instead of the disease, and"
                        + " figures pooled over sources can hide it; compare the rows per source.");
        limits.add(
                "Thresholds fit the share of sick people among the validation films. Check them on local films before relying on any.");
        limits.add(
                "Not made for children, for lateral films, or for other findings. A negative score excludes nothing.");
        int cell = Math.max(1, manifest.input().sizePixels() / camSide());
        limits.add("The heat map shows which cells of " + cell + " x " + cell
                + " prepared pixels raised the score; it is not the outline of a lesion.");
        limits.addAll(remarks);
        document.items(limits);
    }

    private int camSide() {
        return Networks.require(manifest.network()).featureSide(manifest.input().sizePixels());
    }

    private void technical(Optional<VariantRecord> variant) {
        Manifest.Input input = manifest.input();
        document.heading("Technical");
        List<String> lines = new ArrayList<>();
        manifest.minimumBox()
                .ifPresent(version -> lines.add("Needs cxr-box " + version + " or later; an earlier one refuses it."));
        lines.add("Network: " + manifest.network() + ", films of " + input.sizePixels() + " x " + input.sizePixels()
                + " pixels prepared by `" + input.preparation() + "`, grey by " + input.rendering() + ".");
        lines.add("Weights: " + manifest.weights().inWords() + "." + judgedBy(variant));
        Parity parity = manifest.parity();
        lines.add("The exported graph against PyTorch on " + parity.films() + " real films (" + parity.engine()
                + "), largest differences: " + parity.fp32().inWords() + ".");
        parity.packaged()
                .ifPresent(packaged -> lines.add("The graph as packaged ("
                        + manifest.weights().inWords() + ") against PyTorch: " + packaged.inWords() + "."
                        + (packaged.withinLimit() ? "" : " **Beyond the limit: exported by force.**")));
        variant.ifPresent(
                record -> lines.add("The graph as packaged against 32-bit weights on the validation films, each at"
                        + " its own default operating point"
                        + (record.calibrationFilms() > 0
                                ? " (activations measured on " + record.calibrationFilms() + " films)"
                                : "")
                        + ": " + record.inWords() + "." + (record.forced() ? " **Exported by force.**" : "")));
        Manifest.Lineage lineage = manifest.lineage();
        for (CheckpointState.FilmListUse list : lineage.checkpoint().filmLists()) {
            lines.add("Film list `" + list.name() + "` (SHA-256 `" + list.sha256() + "`): " + list.films()
                    + " films of " + list.patients() + " patients.");
        }
        lines.add("Checkpoint weights SHA-256 `" + lineage.checkpointSha256() + "`, seed "
                + lineage.checkpoint().seed() + ", trained by version "
                + lineage.checkpoint().codeVersion()
                + ", exported by version " + lineage.exporterVersion() + ".");
        lines.add("Validation predictions SHA-256 `" + lineage.predictionsSha256() + "`.");
        lines.add("`model.onnx` SHA-256 `" + lineage.onnxSha256() + "`.");
        document.items(lines);
    }

    private String judgedBy(Optional<VariantRecord> variant) {
        return manifest.weights() == WeightStorage.FP32 || variant.isPresent()
                ? ""
                : " The figures and thresholds above come from the 32-bit weights; the films were not given to the export.";
    }
}
