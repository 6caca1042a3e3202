package org.mococxr.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointFolder;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Calibration;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.film.FilmPreparation;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.network.Parameter;
import org.mococxr.phantom.PhantomFilm;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.run.StopSignal;
import org.mococxr.tensors.DeviceChoice;
import org.mococxr.tensors.NetworkMath;
import org.mococxr.tensors.ParameterSet;
import org.mococxr.tensors.TensorEngine;

/** From a checkpoint whose reference outputs libtorch computed to a package on disk, by the commands a person types. */
class ExportCommandTest {
    private static final List<String> FINDINGS = List.of("pleural_effusion", "tuberculosis");
    private static final Network NETWORK = Networks.require("resnet18");
    private static final int SIZE = 96;
    private static final double MEAN = 0.46;
    private static final double STD = 0.25;

    @TempDir
    static Path folder;

    private static Path run = Path.of("");

    @BeforeAll
    static void makeCheckpointAndKeys() throws IOException {
        run = folder.resolve("runs/fine");
        Map<String, Tensor> weights = weights(7);
        CheckpointFolder.write(run.resolve("checkpoint"), state(), inside -> {
            new Safetensors(weights, Map.of()).write(inside.resolve(Checkpoint.WEIGHTS));
            pyTorchOn(weights).write(inside.resolve(Checkpoint.REFERENCE));
            Predictions.write(inside.resolve(Checkpoint.PREDICTIONS), predictions());
        });
        assertThat(lab("keygen", "--out", folder.resolve("keys").toString()).code)
                .isEqualTo(LabMain.OK);
    }

    @Test
    void exportsWhatOnnxRuntimeRepeatsAsPyTorchComputedItAndInspectsIt() {
        Path out = folder.resolve("cxr.cxrmodel");

        Said exported = export(out, "--weights", "fp16", "--default-point", "tuberculosis=balanced", "--release", "4");
        Path page = folder.resolve("card.html");
        Said inspected = lab(
                "inspect",
                out.toString(),
                "--trust",
                folder.resolve("keys").toString(),
                "--card",
                "--card-page",
                page.toString());

        assertThat(exported.code).as(exported.text).isEqualTo(LabMain.OK);
        assertThat(exported.text)
                .contains("cxr-resnet18-r4-")
                .contains("parity with PyTorch over 4 real films, ONNX Runtime 1.29.0 on CPU")
                .containsPattern("largest differences: probabilities \\d\\.\\de-0[6-9] \\(limit [12]e-05\\)")
                .containsPattern(
                        "as packaged \\(stored in 16 bits, computed in 32\\): probabilities \\d\\.\\de-0[3-9] \\(limit 1e-03\\)")
                .contains("golden test passed on CPU")
                .contains("sensitivity90 (default): A film counts as positive from a score of")
                .contains("balanced (default): A film counts as positive from a score of")
                .containsPattern("SHA-256 [0-9a-f]{64}")
                .contains("Research use only. Not a medical device");
        assertThat(inspected.code).as(inspected.text).isEqualTo(LabMain.OK);
        assertThat(inspected.text)
                .contains("signature:    good, by the trusted key")
                .contains("films:        30 with and 0 without labels of \"phantom\", validation included (drawn)")
                .contains("started from: weights \"imagenet\" (BSD)")
                .contains("nothing outside the file")
                .contains("golden test passed on CPU: 4 films")
                .contains("format:       cxr-model/3; needs cxr-box 0.1.0 or later")
                .containsPattern("    source phantom +\\d+ \\(\\d+\\), \\d+, 0\\.\\d{3} \\[")
                .contains("# Model card: cxr-resnet18, release 4");
        assertThat(page).content().startsWith("<!DOCTYPE html>").contains("Model card: cxr-resnet18, release 4");
    }

    @Test
    void inspectsWithoutAKeyButSaysThatTheSignatureWasNotChecked() {
        Path out = folder.resolve("unchecked.cxrmodel");
        export(out);

        Said inspected = lab("inspect", out.toString());

        assertThat(inspected.code).isEqualTo(LabMain.OK);
        assertThat(inspected.text).contains("signature:    NOT CHECKED (no --trust given); it claims the key");
    }

    @Test
    void refusesATamperedPackageInOneSentence() throws IOException {
        Path out = folder.resolve("tampered.cxrmodel");
        export(out);
        byte[] bytes = Files.readAllBytes(out);
        bytes[bytes.length / 2] ^= 1;
        Files.write(out, bytes);

        Said inspected =
                lab("inspect", out.toString(), "--trust", folder.resolve("keys").toString());

        assertThat(inspected.code).isEqualTo(LabMain.REFUSED);
        assertThat(inspected.text)
                .startsWith("cannot use the model package")
                .contains("damaged")
                .doesNotContain("\tat ");
    }

    @Test
    void saysWhatAnExportLacks() {
        Said noTerms = lab(
                "export",
                "--checkpoint",
                run.toString(),
                "--out",
                folder.resolve("x.cxrmodel").toString(),
                "--key",
                key());
        Said noKey = lab(
                "export",
                "--checkpoint",
                run.toString(),
                "--out",
                folder.resolve("x.cxrmodel").toString(),
                "--key",
                folder.resolve("keys/none.pem").toString(),
                "--licence",
                "phantom=drawn");
        Said noPoint = export(folder.resolve("x.cxrmodel"), "--default-point", "effusion=balanced");

        Said noVersion = export(folder.resolve("x.cxrmodel"), "--minimum-box", "soon");

        assertThat(noVersion.text).contains("a version is three numbers like 1.2.3, was \"soon\"");
        assertThat(noTerms.text).contains("the terms of the training sources [phantom] are not stated");
        assertThat(noKey.text).contains("cannot read the signing key").contains("none.pem");
        assertThat(noPoint.text)
                .contains("names the finding \"effusion\"; the checkpoint has [pleural_effusion, tuberculosis]");
        assertThat(List.of(noTerms.code, noKey.code, noPoint.code)).containsOnly(LabMain.REFUSED);
        assertThat(folder.resolve("x.cxrmodel")).doesNotExist();
    }

    @Test
    void tellsWhetherHeatMapsFallOnTheBoxesThatReadersDrew() throws IOException {
        Path out = folder.resolve("boxed.cxrmodel");
        export(out);
        Path films = Files.createDirectory(folder.resolve("boxed"));
        Path list = FilmFolder.standard(films, 6, 4).write("films.csv");
        Path boxes = Files.writeString(
                films.resolve("boxes.csv"),
                "file,x0,y0,x1,y1\nfilm00.png,0,0,1,1\nfilm01.png,0,0,0.5,1\nfilm03.png,0,0,0.2,0.2\n");

        Said localised = localise(out, list, boxes, "tuberculosis");
        Said noSuchFinding = localise(out, list, boxes, "fracture");
        Said noBox =
                localise(out, list, Files.writeString(films.resolve("none.csv"), "file,x0,y0,x1,y1\n"), "tuberculosis");

        assertThat(localised.code).as(localised.text).isEqualTo(LabMain.OK);
        assertThat(localised.text)
                .contains("All films with boxes:", "whose heat map a box shows:")
                .containsPattern("heat inside the boxes +0\\.\\d{3} \\[|heat inside the boxes +-");
        assertThat(Files.readAllLines(folder.resolve("boxes-out/localisation.csv")))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("film00.png,") && line.contains(",1.000000,"));
        assertThat(noSuchFinding.text).contains("does not know fracture; it knows [pleural_effusion, tuberculosis]");
        assertThat(noBox.text).contains("none of the 10 films has a box");
        assertThat(List.of(noSuchFinding.code, noBox.code)).containsOnly(LabMain.REFUSED);
    }

    @Test
    void tellsWhatTheModelStillKnowsOfAlteredFilms() throws IOException {
        Path films = Files.createDirectories(folder.resolve("altered"));
        Path list = FilmFolder.standard(films, 6, 12).write("films.csv");
        Path out = folder.resolve("shortcuts.cxrmodel");
        export(out);

        Said told = shortcuts(out, list, "val");
        Said noFilm = shortcuts(out, list, "test");

        assertThat(told.code).as(told.text).isEqualTo(LabMain.OK);
        assertThat(told.text)
                .containsPattern("pleural_effusion +north +the film as it is +6 \\(3\\)")
                .containsPattern("pleural_effusion +south +middle one grey \\(three quarters each way\\) +6 \\(3\\)");
        assertThat(folder.resolve("shortcuts-out/shortcuts.csv"))
                .content()
                .contains("pleural_effusion,north,tone,6,3,");
        assertThat(noFilm.code).isEqualTo(LabMain.REFUSED);
        assertThat(noFilm.text).contains("the lists have no film whose split is test");
    }

    private static Said shortcuts(Path model, Path list, String split) {
        return lab(
                "shortcuts",
                "--model",
                model.toString(),
                "--films",
                list.toString(),
                "--split",
                split,
                "--out",
                folder.resolve("shortcuts-out").toString());
    }

    private static Said localise(Path model, Path list, Path boxes, String finding) {
        return lab(
                "localise",
                "--model",
                model.toString(),
                "--films",
                list.toString(),
                "--boxes",
                boxes.toString(),
                "--finding",
                finding,
                "--out",
                folder.resolve("boxes-out").toString());
    }

    @Test
    void neverOverwritesAKey() {
        Said again = lab("keygen", "--out", folder.resolve("keys").toString());

        assertThat(again.code).isEqualTo(LabMain.REFUSED);
        assertThat(again.text).contains("lab.private.pem already exists; a key is never overwritten");
    }

    private record Said(int code, String text) {}

    private static Said export(Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "export",
                "--checkpoint",
                run.toString(),
                "--out",
                out.toString(),
                "--key",
                key(),
                "--licence",
                "phantom=drawn"));
        arguments.addAll(List.of(more));
        return lab(arguments.toArray(String[]::new));
    }

    private static String key() {
        return folder.resolve("keys/lab.private.pem").toString();
    }

    private static Said lab(String... arguments) {
        var text = new StringWriter();
        int code = LabMain.commandLine(new StopSignal())
                .setOut(new PrintWriter(text, true))
                .setErr(new PrintWriter(text, true))
                .execute(arguments);
        return new Said(code, text.toString());
    }

    private static CheckpointState state() {
        return new CheckpointState(
                CheckpointState.FORMAT,
                CheckpointKind.FINETUNE,
                NETWORK.name(),
                SIZE,
                MEAN,
                STD,
                FilmPreparation.RECIPE,
                FINDINGS,
                2,
                50,
                1,
                Map.of("learningRate", 0.01),
                List.of(new CheckpointState.FilmListUse("films.csv", "ab".repeat(32), 30, 30, Map.of("phantom", 30))),
                Optional.of(new CheckpointState.InitialWeights("imagenet", "cd".repeat(32), "BSD")),
                Optional.empty(),
                "0.1.0");
    }

    /** Random, but with norms that have seen something, so that folding them is no identity. */
    private static Map<String, Tensor> weights(long seed) {
        var random = new Random(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : NETWORK.parametersWithHead(FINDINGS.size())) {
            double fanIn = parameter.size() / (double) parameter.shape().get(0);
            float[] values = new float[Math.toIntExact(parameter.size())];
            for (int i = 0; i < values.length; i++) {
                double gauss = random.nextGaussian();
                values[i] = (float)
                        switch (parameter.role()) {
                            case CONVOLUTION_WEIGHT -> gauss * Math.sqrt(2 / fanIn);
                            case NORM_WEIGHT -> 0.8 + 0.1 * gauss;
                            case NORM_BIAS, RUNNING_MEAN -> 0.1 * gauss;
                            case RUNNING_VARIANCE -> Math.exp(0.3 * gauss);
                            case LINEAR_WEIGHT -> 0.05 * gauss;
                            case LINEAR_BIAS -> gauss;
                        };
            }
            weights.put(parameter.name(), Tensor.of(parameter.shape(), values));
        }
        return weights;
    }

    private static ReferenceOutputs pyTorchOn(Map<String, Tensor> weights) {
        PhantomKind[] kinds = {
            PhantomKind.NORMAL, PhantomKind.EFFUSION, PhantomKind.TB_LIKE, PhantomKind.EFFUSION_AND_TB
        };
        float[] films = new float[kinds.length * SIZE * SIZE];
        for (int i = 0; i < kinds.length; i++) {
            float[] film = new FilmPreparation(SIZE)
                    .prepare(PhantomFilm.draw(kinds[i], i, 256).radiograph())
                    .values();
            System.arraycopy(film, 0, films, i * film.length, film.length);
        }
        try (var engine = TensorEngine.open(NETWORK, DeviceChoice.CPU, 1)) {
            var math = new NetworkMath(engine);
            var backbone = new ParameterSet(engine, NETWORK.parameters(), weights);
            var head = new ParameterSet(engine, NETWORK.headParameters(FINDINGS.size()), weights);
            var input = engine.floats(films, kinds.length, 1, SIZE, SIZE);
            var features = math.evalFeatures(backbone, math.normalizeGrey(input, MEAN, STD));
            var embedding = math.pool(features);
            var logits = math.linear(head, embedding);
            return new ReferenceOutputs(
                    input.toTensor(),
                    logits.toTensor(),
                    math.sigmoid(logits).toTensor(),
                    embedding.toTensor(),
                    math.activationMap(head, features).toTensor());
        }
    }

    private static List<Prediction> predictions() {
        var random = new Random(3);
        List<Prediction> predictions = new ArrayList<>();
        for (String finding : FINDINGS) {
            for (int i = 0; i < 120; i++) {
                boolean positive = i % 2 == 0;
                double logit = random.nextGaussian() + (positive ? 1 : -1);
                predictions.add(new Prediction(
                        "f" + i, "p" + i, "phantom", "val", finding, positive, logit, Calibration.sigmoid(logit)));
            }
        }
        return predictions;
    }
}
