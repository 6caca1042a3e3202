package org.mococxr.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.filmlist.FilmFolder;
import org.mococxr.network.Networks;
import org.mococxr.run.StopSignal;
import org.mococxr.weights.LivelyStart;

/** From a file of weights that another program trained to a signed package, or to a refusal that says what is wrong with the file. */
class ImportCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter said = new StringWriter();

    @BeforeEach
    void drawFilms() {
        FilmFolder.standard(folder, 4, 12).write("films.csv");
    }

    private int lab(String... arguments) {
        return LabMain.commandLine(new StopSignal())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(arguments);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    /** A whole classifier of three outputs, behind MoCo's prefix. */
    private Map<String, Tensor> published(String network) {
        var tensors = new LinkedHashMap<String, Tensor>();
        LivelyStart.of(Networks.require(network), 3, 4)
                .forEach((name, tensor) -> tensors.put("module.encoder_q." + name, tensor));
        return tensors;
    }

    private void write(Map<String, Tensor> tensors) throws IOException {
        new Safetensors(tensors, Map.of("licence", "BSD-3-Clause")).write(folder.resolve("published.safetensors"));
    }

    private int importing(String network, String... more) {
        var arguments = new ArrayList<>(List.of(
                "import",
                "--weights",
                at("published.safetensors"),
                "--network",
                network,
                "--size",
                "64",
                "--grey-mean",
                "0.45",
                "--grey-std",
                "0.2",
                "--threads",
                "1",
                "--out",
                at("imported")));
        arguments.addAll(List.of(more));
        return lab(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "densenet121", "mobilenet_v2", "mobilenet_v2_relu"})
    void aPublishedClassifierBecomesAPackage(String network) throws IOException {
        write(published(network));

        assertThat(importing(
                        network,
                        "--finding",
                        "tuberculosis=2",
                        "--finding",
                        "pleural_effusion=0",
                        "--films",
                        at("films.csv")))
                .as(said.toString())
                .isEqualTo(LabMain.OK);
        assertThat(lab("keygen", "--out", at("keys"))).isEqualTo(LabMain.OK);
        assertThat(lab(
                        "export",
                        "--checkpoint",
                        at("imported"),
                        "--out",
                        at("model.cxrmodel"),
                        "--key",
                        at("keys/lab.private.pem"),
                        "--licence",
                        "north=made here",
                        "--licence",
                        "south=made here"))
                .as(said.toString())
                .isEqualTo(LabMain.OK);
        assertThat(lab("inspect", at("model.cxrmodel"), "--trust", at("keys"), "--card"))
                .as(said.toString())
                .isEqualTo(LabMain.OK);

        var head = Checkpoint.read(folder.resolve("imported"));
        assertThat(head.state().findings()).containsExactly("tuberculosis", "pleural_effusion");
        assertThat(tensor(head.weights(), head.network().headParameter() + ".bias")
                        .value(0))
                .isEqualTo(tensor(
                                published(network),
                                "module.encoder_q." + head.network().headParameter() + ".bias")
                        .value(2));
        assertThat(said.toString())
                .contains("the file's names stand behind \"module.encoder_q.\"")
                .contains("golden test passed on CPU")
                .contains("It was trained by another program and imported")
                .contains("BSD-3-Clause");
    }

    /** The three variants of one model, signed by a second lab, and what changed between two of them. */
    @Test
    void aClassifierIsExportedInEightBitsCosignedAndCompared() throws IOException {
        write(published("mobilenet_v2"));
        assertThat(importing("mobilenet_v2", "--finding", "pleural_effusion=0", "--films", at("films.csv")))
                .isEqualTo(LabMain.OK);
        assertThat(lab("keygen", "--out", at("keys"))).isEqualTo(LabMain.OK);
        assertThat(lab("keygen", "--out", at("keys"), "--name", "other")).isEqualTo(LabMain.OK);

        assertThat(export("full.cxrmodel", "--weights", "fp32"))
                .as(said.toString())
                .isEqualTo(LabMain.OK);
        assertThat(export("small.cxrmodel", "--weights", "int8", "--films", at("films.csv"), "--force"))
                .as(said.toString())
                .isEqualTo(LabMain.OK);
        assertThat(export("none.cxrmodel", "--weights", "int8")).isEqualTo(LabMain.REFUSED);
        assertThat(lab(
                        "sign",
                        at("small.cxrmodel"),
                        "--trust",
                        at("keys/lab.public.pem"),
                        "--key",
                        at("keys/other.private.pem"),
                        "--out",
                        at("both.cxrmodel")))
                .as(said.toString())
                .isEqualTo(LabMain.OK);
        assertThat(lab(
                        "inspect",
                        "--diff",
                        at("full.cxrmodel"),
                        at("both.cxrmodel"),
                        "--trust",
                        at("keys"),
                        "--predictions",
                        at("imported/predictions.csv"),
                        "--predictions",
                        at("imported/predictions.csv")))
                .as(said.toString())
                .isEqualTo(LabMain.OK);

        assertThat(said.toString())
                .contains("with 8-bit weights without films to measure and judge them on")
                .contains("weights: 32 bits before, 8 bits, computed in 8 now")
                .contains("pleural_effusion: on 12 common films (6 with the finding) the AUROC changes by");
        assertThat(folder.resolve("none.cxrmodel")).doesNotExist();
    }

    private int export(String out, String... more) {
        var arguments = new ArrayList<>(List.of(
                "export",
                "--checkpoint",
                at("imported"),
                "--out",
                at(out),
                "--key",
                at("keys/lab.private.pem"),
                "--licence",
                "north=made here",
                "--licence",
                "south=made here"));
        arguments.addAll(List.of(more));
        return lab(arguments.toArray(String[]::new));
    }

    @Test
    void aPublishedBackboneBecomesAStart() throws IOException {
        write(published("resnet18"));

        assertThat(importing("resnet18")).as(said.toString()).isEqualTo(LabMain.OK);

        var checkpoint = Checkpoint.read(folder.resolve("imported"));
        assertThat(checkpoint.state().kind()).isEqualTo(CheckpointKind.PRETRAIN);
        assertThat(checkpoint.state().initialWeights())
                .hasValueSatisfying(origin -> assertThat(origin.licence()).isEqualTo("BSD-3-Clause"));
        assertThat(lab(
                        "finetune",
                        "--films",
                        at("films.csv"),
                        "--from",
                        at("imported"),
                        "--out",
                        at("fine"),
                        "--epochs",
                        "1",
                        "--batch",
                        "4",
                        "--threads",
                        "1"))
                .as(said.toString())
                .isEqualTo(LabMain.OK);
    }

    @Test
    void aFileThatLacksATensorIsRefusedAndNothingIsWritten() throws IOException {
        var tensors = published("resnet18");
        tensors.remove("module.encoder_q.layer2.0.conv1.weight");
        write(tensors);

        assertThat(importing("resnet18")).isEqualTo(LabMain.REFUSED);

        assertThat(said.toString()).contains("layer2.0.conv1.weight is missing");
        assertThat(folder.resolve("imported")).doesNotExist();
    }

    @Test
    void aHeadWithoutFilmsAndAnOutputThatIsNotThereAreRefused() throws IOException {
        write(published("resnet18"));

        assertThat(importing("resnet18", "--finding", "tuberculosis=0")).isEqualTo(LabMain.REFUSED);
        assertThat(importing("resnet18", "--finding", "tuberculosis=3", "--films", at("films.csv")))
                .isEqualTo(LabMain.REFUSED);

        assertThat(said.toString())
                .contains("--finding and --films go together")
                .contains("the head has the outputs 0 to 2, asked for is 3");
        assertThat(folder.resolve("imported")).doesNotExist();
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new AssertionError("no tensor " + name);
        }
        return tensor;
    }
}
