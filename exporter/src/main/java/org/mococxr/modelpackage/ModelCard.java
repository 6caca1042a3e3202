package org.mococxr.modelpackage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.inputcheck.InputCheckReport;
import org.mococxr.inputcheck.RefusalRate;
import org.mococxr.network.Networks;

/** Writes what a person should know about a model before using it, from the manifest and from nothing else but given remarks. */
final class ModelCard {
    private static final int FEW_FILMS = 100;

    private final StringBuilder text = new StringBuilder();
    private final Manifest manifest;
    private final Optional<Int8Record> int8;

    private ModelCard(Manifest manifest, Optional<Int8Record> int8) {
        this.manifest = manifest;
        this.int8 = int8;
    }

    static byte[] write(
            Manifest manifest, Optional<Int8Record> int8, Optional<InputCheckReport> inputCheck, List<String> remarks) {
        var card = new ModelCard(manifest, int8);
        card.header();
        card.training();
        manifest.findings().forEach(card::finding);
        inputCheck.ifPresentOrElse(card::inputCheck, card::noInputCheck);
        card.limits(remarks);
        card.technical();
        return card.text.toString().getBytes(StandardCharsets.UTF_8);
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
        line("# Model card: " + manifest.name() + ", release " + manifest.release());
        line("");
        line("Model `" + manifest.id() + "`.");
        line("");
        line("## Intended use");
        line("");
        line("**" + manifest.intendedUse() + "**");
        line("");
        line("Reads one frontal chest radiograph of an adult and gives a score from 0 to 1 for "
                + String.join(
                        " and ",
                        manifest.findings().stream()
                                .map(Manifest.Finding::displayName)
                                .toList())
                + ".");
        if (manifest.findings().stream().anyMatch(finding -> finding.name().equals("tuberculosis"))) {
            line(
                    "The score for tuberculosis says that a film looks suspicious; tuberculosis itself is proved in a laboratory.");
        }
        line("");
    }

    private void training() {
        line("## What it learned from");
        line("");
        line("| source | films with labels (validation included) | films without labels | terms |");
        line("| --- | ---: | ---: | --- |");
        for (Manifest.SourceUse source : manifest.training().sources()) {
            line("| " + cell(source.source()) + " | " + source.finetuneFilms() + " | " + source.pretrainFilms() + " | "
                    + cell(source.licence()) + " |");
        }
        line("");
        line(manifest.training()
                .initialWeights()
                .map(weights -> "The backbone started from the public weights \"" + weights.name() + "\" (SHA-256 `"
                        + weights.sha256() + "`, terms: " + weights.licence() + ").")
                .orElse("The backbone started from random weights."));
        if (manifest.lineage().checkpoint().imported()) {
            line(
                    "It was trained by another program and imported: the films above are those it was tried on here, not those it"
                            + " learned from.");
            line("");
            return;
        }
        Optional<CheckpointState> pretraining =
                manifest.lineage().checkpoint().parent().map(CheckpointState.Parent::state);
        line(pretraining
                .map(state -> "It was pretrained without labels for " + count(state) + ", then fine-tuned for "
                        + epochs() + ".")
                .orElse("It was not pretrained; it was fine-tuned for " + epochs() + "."));
        line("");
    }

    private String epochs() {
        CheckpointState state = manifest.lineage().checkpoint();
        return count(state);
    }

    private static String count(CheckpointState state) {
        return state.epoch() + (state.epoch() == 1 ? " epoch (" : " epochs (") + state.step() + " steps)";
    }

    private void finding(Manifest.Finding finding) {
        line("## " + finding.displayName() + " (`" + finding.name() + "`)");
        line("");
        line(
                "Area under the ROC curve on validation films, with a 95 % interval (2,000 bootstrap replicates over patients):");
        line("");
        line("| source | films | with finding | patients | AUROC [95 %] | Brier score |");
        line("| --- | ---: | ---: | ---: | --- | ---: |");
        for (Manifest.Metric metric : finding.metrics()) {
            line(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %s | %.3f |",
                    metric.source().equals(Manifest.Metric.ALL) ? "**all**" : cell(metric.source()),
                    metric.films(),
                    metric.positives(),
                    metric.patients(),
                    metric.auroc()
                            .map(a -> a.inFigures())
                            .orElse("not known: one kind of film only, or too few patients"),
                    metric.brier()));
        }
        line("");
        line("Operating points:");
        line("");
        for (OperatingPoint point : finding.thresholds().points()) {
            line("- `" + point.name() + "`"
                    + (point.name().equals(finding.thresholds().defaultPoint()) ? " (default)" : "") + ": "
                    + point.inWords());
        }
        line("");
        line(String.format(
                Locale.ROOT,
                "Scores are calibrated on the same films (score = sigmoid((logit %+.3f) / %.3f)): the Brier score went from %.3f to"
                        + " %.3f, the expected calibration error over ten bins, which is rough on so few films, from %.3f to %.3f.",
                -finding.calibration().offset(),
                finding.calibration().temperature(),
                finding.calibration().brierBefore(),
                finding.calibration().brierAfter(),
                finding.calibration().eceBefore(),
                finding.calibration().eceAfter()));
        line("");
    }

    private void inputCheck(InputCheckReport check) {
        line("## Input check");
        line("");
        line(
                "Refused without a score are side views, other pictures, inverted and turned films, by their shape; and films"
                        + " farther from the training films than all but the rarest of them, by their embedding. The check learned from "
                        + String.join(
                                ", ",
                                check.learned().stream()
                                        .map(part -> part.count() + " " + part.pictures() + " ("
                                                + part.kind().words() + ")")
                                        .toList())
                        + ", and from what can be made out of the films: inverted, turned, cut.");
        line("");
        line("| pictures | should be | figures from | refused |");
        line("| --- | --- | --- | --- |");
        for (RefusalRate rate : check.rates()) {
            line("| " + cell(rate.pictures()) + " | " + (rate.frontal() ? "scored" : "refused") + " | "
                    + rate.basis().words() + " | " + rate.inWords() + " |");
        }
        line("");
    }

    private void noInputCheck() {
        line("## Input check");
        line("");
        line("None. **A side view or another picture that no header gives away is scored like a chest film.**");
        line("");
    }

    private void limits(List<String> remarks) {
        line("## Known limits");
        line("");
        line(
                "- The checkpoint, the calibration and the thresholds were chosen on the very films the figures above come from;"
                        + " expect somewhat worse on other films. There are no figures from a hospital outside the sources named here.");
        for (Manifest.Finding finding : manifest.findings()) {
            finding.metrics().stream()
                    .filter(metric ->
                            metric.films() < FEW_FILMS || metric.auroc().isEmpty())
                    .forEach(metric -> line("- " + finding.displayName() + ": only " + metric.films() + " films ("
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
        line(
                "- Films of one hospital share collimation, exposure and devices. A network can learn these instead of the disease, and"
                        + " figures pooled over sources can hide it; compare the rows per source.");
        line(
                "- Thresholds fit the share of sick people among the validation films. Check them on local films before relying on any.");
        line("- Not made for children, for lateral films, or for other findings. A negative score excludes nothing.");
        line("- The heat map shows which cells of "
                + Math.max(1, manifest.input().sizePixels() / camSide())
                + " x " + Math.max(1, manifest.input().sizePixels() / camSide())
                + " prepared pixels raised the score; it is not the outline of a lesion.");
        remarks.forEach(remark -> line("- " + remark));
        line("");
    }

    private int camSide() {
        return Networks.require(manifest.network()).featureSide(manifest.input().sizePixels());
    }

    private void technical() {
        Manifest.Input input = manifest.input();
        line("## Technical");
        line("");
        line("- Network: " + manifest.network() + ", films of " + input.sizePixels() + " x " + input.sizePixels()
                + " pixels prepared by `" + input.preparation() + "`, grey by " + input.rendering() + ".");
        line("- Weights: " + manifest.weights().inWords() + ".");
        Parity parity = manifest.parity();
        line("- The exported graph against PyTorch on " + parity.films() + " real films (" + parity.engine()
                + "), largest differences: " + parity.fp32().inWords() + ".");
        parity.packaged()
                .ifPresent(packaged -> line("- The graph as packaged ("
                        + manifest.weights().inWords() + ") against PyTorch: " + packaged.inWords() + "."));
        int8.ifPresent(record -> line("- 8-bit arithmetic, activations measured on " + record.calibrationFilms()
                + " films, against 32-bit on the validation films, each at its own default operating point: "
                + record.inWords() + "." + (record.forced() ? " **Exported by force.**" : "")));
        Manifest.Lineage lineage = manifest.lineage();
        for (CheckpointState.FilmListUse list : lineage.checkpoint().filmLists()) {
            line("- Film list `" + list.name() + "` (SHA-256 `" + list.sha256() + "`): " + list.films() + " films of "
                    + list.patients() + " patients.");
        }
        line("- Checkpoint weights SHA-256 `" + lineage.checkpointSha256() + "`, seed "
                + lineage.checkpoint().seed() + ", trained by version "
                + lineage.checkpoint().codeVersion()
                + ", exported by version " + lineage.exporterVersion() + ".");
        line("- Validation predictions SHA-256 `" + lineage.predictionsSha256() + "`.");
        line("- `model.onnx` SHA-256 `" + lineage.onnxSha256() + "`.");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String cell(String value) {
        return value.replace("|", "\\|").replace("\n", " ");
    }
}
