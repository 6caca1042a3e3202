package org.mococxr.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.finetuning.WeightAverage;
import org.mococxr.network.Networks;
import org.mococxr.run.StopSignal;
import org.mococxr.weights.RandomStart;

/** Fine-tunings of one start become one model that says what its mean weights say; whatever has no meaningful mean is refused in words. */
class AverageCommandTest {
    @TempDir
    private static Path folder = Path.of("");

    private static final StringWriter SAID = new StringWriter();

    @BeforeAll
    static void fineTuneAndAverage() throws IOException {
        FilmFolder.standard(folder, 12, 12).write("films.csv");
        new Safetensors(RandomStart.of(Networks.require("resnet18").parameters(), 3), Map.of())
                .write(folder.resolve("start.safetensors"));
        assertThat(lab(
                        "import",
                        "--weights",
                        at("start.safetensors"),
                        "--network",
                        "resnet18",
                        "--size",
                        "32",
                        "--grey-mean",
                        "0.5",
                        "--grey-std",
                        "0.25",
                        "--out",
                        at("start")))
                .as(SAID.toString())
                .isZero();
        for (var seed : List.of("1", "2")) {
            assertThat(finetune(seed, "--from", at("start")))
                    .as(SAID.toString())
                    .isZero();
        }
        assertThat(average("average", "seed1", "seed2")).as(SAID.toString()).isZero();
    }

    private static int lab(String... arguments) {
        return LabMain.commandLine(new StopSignal())
                .setOut(new PrintWriter(SAID, true))
                .setErr(new PrintWriter(SAID, true))
                .execute(arguments);
    }

    private static int finetune(String seed, String... start) {
        var arguments = new ArrayList<>(List.of("finetune", "--films", at("films.csv"), "--out", at("seed" + seed)));
        arguments.addAll(List.of("--size", "32", "--epochs", "1", "--batch", "4", "--threads", "1", "--seed", seed));
        arguments.addAll(List.of(start));
        return lab(arguments.toArray(String[]::new));
    }

    private static int average(String out, String... members) {
        var arguments =
                new ArrayList<>(List.of("average", "--films", at("films.csv"), "--threads", "1", "--out", at(out)));
        for (var member : members) {
            arguments.addAll(List.of("--checkpoint", at(member)));
        }
        return lab(arguments.toArray(String[]::new));
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void theMeanOfTheWeightsIsAModelOfItsOwn() {
        var first = Checkpoint.read(folder.resolve("seed1/checkpoint"));
        var second = Checkpoint.read(folder.resolve("seed2/checkpoint"));
        var mean = Checkpoint.read(folder.resolve("average"));
        assertThat(mean.weights().keySet()).isEqualTo(first.weights().keySet());
        for (var name : List.of("conv1.weight", "layer4.1.bn2.running_var", "fc.weight")) {
            var values = values(mean, name);
            for (var i = 0; i < values.length; i++) {
                var expected = (values(first, name)[i] + values(second, name)[i]) / 2;
                assertThat(values[i]).as(name).isEqualTo(expected, within(1e-6f * Math.max(1, Math.abs(expected))));
            }
        }
        assertThat(mean.state().settings())
                .containsEntry(WeightAverage.MEMBERS, List.of(first.weightsSha256(), second.weightsSha256()));
        assertThat(mean.state().parent()).isEqualTo(first.state().parent());
    }

    @Test
    void itsPredictionsAreThoseThatEvaluationFinds() {
        assertThat(lab(
                        "evaluate",
                        "--checkpoint",
                        at("average"),
                        "--films",
                        at("films.csv"),
                        "--split",
                        "val",
                        "--threads",
                        "1",
                        "--against",
                        at("average/predictions.csv"),
                        "--out",
                        at("asked")))
                .isZero();

        assertThat(logits(folder.resolve("average"))).isEqualTo(logits(folder.resolve("asked")));
        assertThat(SAID.toString())
                .contains("pleural_effusion: AUROC differs by 0.000 [0.000, 0.000] on the 12 films in ");
    }

    @Test
    void whatHasNoMeaningfulMeanIsRefused() {
        assertThat(average("refused", "seed1")).isEqualTo(LabMain.REFUSED);
        assertThat(SAID.toString()).contains("an average needs two checkpoints or more, not 1");
        assertThat(average("refused", "seed1", "seed1")).isEqualTo(LabMain.REFUSED);
        assertThat(SAID.toString()).contains("the same weights were given twice");
        assertThat(average("refused", "seed1", "start")).isEqualTo(LabMain.REFUSED);
        assertThat(SAID.toString()).contains("it was pretrained and knows no finding yet");
        assertThat(finetune("3", "--initial-weights", at("start.safetensors"))).isZero();
        assertThat(average("refused", "seed1", "seed3")).isEqualTo(LabMain.REFUSED);
        assertThat(SAID.toString()).contains("only fine-tunings of one start on the same films");
    }

    private static float[] values(Checkpoint checkpoint, String name) {
        Tensor tensor = Objects.requireNonNull(checkpoint.weights().get(name));
        return tensor.values();
    }

    private static List<Double> logits(Path run) {
        return Predictions.read(run.resolve(Checkpoint.PREDICTIONS)).stream()
                .map(Prediction::logit)
                .toList();
    }
}
