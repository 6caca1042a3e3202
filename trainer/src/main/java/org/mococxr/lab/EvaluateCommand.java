package org.mococxr.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.assessment.Assessment;
import org.mococxr.assessment.AssessmentPages;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.evaluation.CommonFilms;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.filmlist.PreparedFilms;
import org.mococxr.filmlist.Split;
import org.mococxr.finetuning.Evaluation;
import org.mococxr.finetuning.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cxr-lab evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Scores labelled films with a fine-tuned checkpoint; tells AUROC per finding and source.",
            "Intervals are 95 %%, from 2,000 resamples of patients. Uncertain labels are left out."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Writes to --out: predictions.csv (file, patient, source, split, finding, label, logit, probability), evaluation.csv, and",
            "subgroups.csv, assessment.json, report.html: by source, sex, age and view; average precision; sensitivity at fixed",
            "specificity and the reverse; calibration; what thresholds chosen on the validation films do here.",
            "",
            "Example:",
            "  cxr-lab evaluate --checkpoint runs/both --films other-hospital.csv --split test --out runs/both-elsewhere"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "DIR",
            description = "Checkpoint, or run folder with one, that cxr-lab finetune wrote.")
    private Path checkpoint = Path.of("");

    @Mixin
    private FilmSources sources = new FilmSources();

    @Option(names = "--split", paramLabel = "NAME", description = "train, val or test (default: ${DEFAULT-VALUE}).")
    private Split split = Split.TEST;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the results.")
    private Path out = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "PREDICTIONS.csv",
            description =
                    "What another model said of the same films: tells by how much the AUROC differs, paired over patients.")
    private @Nullable Path against;

    @Option(names = "--seed", paramLabel = "N", description = "Of the resampling (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Mixin
    private Computer computer = new Computer();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var journal = computer.journal();
        var model = Starts.checkpoint(checkpoint);
        Evaluation.requireFindings(model);
        Files.createDirectories(out);
        var films = sources.prepare(
                LabelledFilms.of(sources.read(), model.state().findings(), split),
                PreparedFilms.Depth.FLOAT32,
                new FilmSources.Preparing(model.state().inputSizePixels(), out, computer.allThreads()),
                journal);
        try (var engine = computer.open(model.network())) {
            journal.say(engine.description());
            var evaluation = Evaluation.of(engine, model, films, seed);
            Predictions.write(out.resolve("predictions.csv"), evaluation.predictions());
            Figures.write(out.resolve("evaluation.csv"), evaluation.figures());
            AssessmentPages.write(
                    new Assessment(
                            model.weightsSha256(),
                            model.state().network(),
                            split.text(),
                            Assessment.findings(
                                    model.state().findings(),
                                    evaluation.predictions(),
                                    films.films(),
                                    Predictions.read(model.file(Checkpoint.PREDICTIONS)),
                                    seed)),
                    out);
            var terminal = spec.commandLine().getOut();
            Figures.table(evaluation.figures()).forEach(terminal::println);
            if (against != null) {
                tellDifference(
                        evaluation.predictions(),
                        Predictions.read(against),
                        model.state().findings(),
                        terminal);
            }
            terminal.printf("Subgroups, operating points, calibration: %s%n", out.resolve("report.html"));
            return LabMain.OK;
        }
    }

    private void tellDifference(
            List<Prediction> ours, List<Prediction> theirs, List<String> findings, PrintWriter terminal) {
        for (var finding : findings) {
            var common = CommonFilms.of(finding, ours, theirs);
            terminal.printf(
                    "%s: AUROC differs by %s on the %d films in %s%n",
                    finding,
                    common.aurocDifference(seed)
                            .map(Estimate::inFigures)
                            .orElse("an amount that so few films do not tell"),
                    common.ours().size(),
                    against);
        }
    }
}
