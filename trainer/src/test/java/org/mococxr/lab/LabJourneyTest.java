package org.mococxr.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.evaluation.Predictions;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.run.StopSignal;

/**
 * From a table of labels to a model that can be exported, by the commands a researcher types. Covers: film lists are made and checked;
 * pretraining, fine-tuning, evaluation and a sweep run end to end; lineage survives; wrong requests are refused in words with exit code 1
 * (what was found) or 2 (what was typed).
 */
class LabJourneyTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter errors = new StringWriter();

    private int lab(String... arguments) {
        return LabMain.commandLine(new StopSignal())
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void fromALabelledTableToAnEvaluatedModel() throws IOException {
        FilmFolder.standard(folder, 16, 12)
                .write("table.csv", "image,who,exam,pos,years,gender,hospital,part,fluid,tb");

        assertThat(lab(
                        "films",
                        "--from",
                        at("table.csv"),
                        "--out",
                        at("films.csv"),
                        "--file",
                        "image",
                        "--patient",
                        "who,image",
                        "--age",
                        "years",
                        "--sex",
                        "gender",
                        "--source",
                        "hospital",
                        "--split",
                        "part",
                        "--finding",
                        "pleural_effusion=fluid",
                        "--finding",
                        "tuberculosis=tb"))
                .isEqualTo(LabMain.OK);
        assertThat(lab(
                        "pretrain",
                        "--films",
                        at("films.csv"),
                        "--out",
                        at("pre"),
                        "--size",
                        "32",
                        "--batch",
                        "4",
                        "--queue",
                        "8",
                        "--epochs",
                        "1",
                        "--threads",
                        "1",
                        "--seed",
                        "3"))
                .isEqualTo(LabMain.OK);
        assertThat(lab(
                        "finetune",
                        "--films",
                        at("films.csv"),
                        "--from",
                        at("pre"),
                        "--out",
                        at("model"),
                        "--batch",
                        "4",
                        "--epochs",
                        "1",
                        "--threads",
                        "1",
                        "--balance-sources"))
                .isEqualTo(LabMain.OK);
        assertThat(lab(
                        "evaluate",
                        "--films",
                        at("films.csv"),
                        "--checkpoint",
                        at("model"),
                        "--split",
                        "val",
                        "--out",
                        at("evaluation"),
                        "--threads",
                        "1"))
                .isEqualTo(LabMain.OK);
        assertThat(lab(
                        "sweep",
                        "--films",
                        at("films.csv"),
                        "--out",
                        at("sweep"),
                        "--size",
                        "32",
                        "--arm",
                        "random=random",
                        "--arm",
                        "moco=" + at("pre"),
                        "--fractions",
                        "0.5,1",
                        "--draws",
                        "2",
                        "--steps",
                        "20",
                        "--threads",
                        "1"))
                .isEqualTo(LabMain.OK);

        var model = Checkpoint.read(folder.resolve("model/checkpoint"));
        assertThat(model.state().inputSizePixels()).isEqualTo(32);
        assertThat(model.state().parent().orElseThrow().weightsSha256())
                .isEqualTo(Checkpoint.read(folder.resolve("pre/checkpoint")).weightsSha256());
        assertThat(Predictions.read(folder.resolve("evaluation/predictions.csv")))
                .isEqualTo(Predictions.read(folder.resolve("model/checkpoint/predictions.csv")));
        var measured = Files.readAllLines(folder.resolve("sweep/sweep.csv"));
        assertThat(measured.stream().filter(line -> line.contains(",all,linear,")))
                .hasSize(2 * 2 * 2); // two findings, two shares, two starts
        assertThat(folder.resolve("sweep/pleural_effusion-all-linear.svg"))
                .content()
                .contains("AUROC");
        assertThat(folder.resolve("sweep/pleural_effusion-all-linear.png")).isNotEmptyFile();
        assertThat(folder.resolve("sweep/report.html")).content().contains("<svg", "moco");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void aFilmThatCannotBeDecodedStopsTheRunUnlessItMayBeSkipped() throws IOException {
        var list = FilmFolder.standard(folder, 12, 0).write("films.csv");
        Files.writeString(folder.resolve("film05.png"), "torn");
        String[] command = {
            "pretrain",
            "--films",
            list.toString(),
            "--out",
            at("pre"),
            "--size",
            "32",
            "--batch",
            "2",
            "--queue",
            "4",
            "--epochs",
            "1",
            "--threads",
            "1"
        };

        assertThat(lab(command)).isEqualTo(LabMain.REFUSED);
        assertThat(errors.toString()).contains("1 of 12 films cannot be decoded", "film05.png", "--skip-unreadable");

        var skipping = new ArrayList<>(List.of(command));
        skipping.add("--skip-unreadable");
        assertThat(lab(skipping.toArray(String[]::new))).isEqualTo(LabMain.OK);
    }

    @Test
    void theSameFilmInTwoSplitsIsReported() throws IOException {
        var films = FilmFolder.standard(folder, 4, 4);
        Files.copy(folder.resolve("film01.png"), folder.resolve("again.png"));
        films.row("again.png,other,s9,PA,50,F,south,val,1,1").write("films.csv");

        assertThat(lab(
                        "films",
                        "check",
                        "--films",
                        at("films.csv"),
                        "--report",
                        at("remarks.csv"),
                        "--film-cache",
                        at("cache")))
                .isEqualTo(LabMain.REFUSED);
        assertThat(folder.resolve("remarks.csv"))
                .content()
                .contains(
                        "film01.png,north,train,duplicate-across-splits,\"again.png (south, val) correlates by 1.000\"");
    }

    @Test
    void aStartMustBeSaid() {
        var list = FilmFolder.standard(folder, 4, 4).write("films.csv");

        assertThat(lab("finetune", "--films", list.toString(), "--out", at("model")))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--from", "--initial-weights", "--random-start");
    }

    @Test
    void aCheckpointThatKnowsNoFindingIsNotEvaluated() {
        var list = FilmFolder.standard(folder, 12, 4).write("films.csv");
        lab(
                "pretrain",
                "--films",
                list.toString(),
                "--out",
                at("pre"),
                "--size",
                "32",
                "--batch",
                "2",
                "--queue",
                "4",
                "--epochs",
                "1",
                "--threads",
                "1");

        assertThat(lab(
                        "evaluate",
                        "--films",
                        list.toString(),
                        "--checkpoint",
                        at("pre"),
                        "--split",
                        "val",
                        "--out",
                        at("evaluation")))
                .isEqualTo(LabMain.REFUSED);
        assertThat(errors.toString()).contains("it was pretrained and knows no finding yet");
    }

    @Test
    void everyCommandExplainsItself() {
        var lab = LabMain.commandLine(new StopSignal());

        assertThat(lab.getSubcommands().keySet())
                .contains("films", "phantom", "pretrain", "finetune", "evaluate", "sweep", "doctor");
        lab.getSubcommands().forEach((name, command) -> {
            var help = command.getUsageMessage();
            assertThat(help).as(name).contains("Usage:");
            if (!name.equals("help") && !name.equals("doctor") && !name.equals("keygen")) {
                assertThat(command.getCommandSpec().usageMessage().description())
                        .as(name)
                        .isNotEmpty();
            }
        });
    }

    @Test
    void thePhantomsTrainAndTheDoctorIsContent() {
        assertThat(lab(
                        "phantom",
                        "--out",
                        at("phantoms"),
                        "--train",
                        "8",
                        "--val",
                        "4",
                        "--test",
                        "4",
                        "--side",
                        "128"))
                .isEqualTo(LabMain.OK);
        assertThat(lab(
                        "finetune",
                        "--films",
                        at("phantoms/films.csv"),
                        "--random-start",
                        "--mode",
                        "linear",
                        "--size",
                        "32",
                        "--epochs",
                        "3",
                        "--out",
                        at("model"),
                        "--threads",
                        "1"))
                .isEqualTo(LabMain.OK);
        assertThat(lab("doctor", "--threads", "1")).isEqualTo(LabMain.OK);
    }
}
