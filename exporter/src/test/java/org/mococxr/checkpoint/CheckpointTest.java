package org.mococxr.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final Map<String, Tensor> WEIGHTS = RandomCheckpoints.weights(CheckpointKind.FINETUNE, 1);

    @TempDir
    Path folder;

    private Path checkpoint = Path.of("");
    private Map<String, Tensor> weights = Map.of();

    @BeforeEach
    void makeWeights() {
        checkpoint = folder.resolve("run/last");
        weights = WEIGHTS;
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        CheckpointState pretrain = RandomCheckpoints.state(CheckpointKind.PRETRAIN);
        CheckpointState plain = RandomCheckpoints.state(CheckpointKind.FINETUNE);
        var state = new CheckpointState(
                plain.format(),
                plain.kind(),
                plain.network(),
                plain.inputSizePixels(),
                plain.greyMean(),
                plain.greyStd(),
                plain.preparation(),
                plain.findings(),
                plain.epoch(),
                plain.step(),
                plain.seed(),
                plain.settings(),
                plain.filmLists(),
                Optional.of(new CheckpointState.InitialWeights("imagenet", "cd".repeat(32), "BSD-3-Clause")),
                Optional.of(new CheckpointState.Parent("ef".repeat(32), pretrain)),
                plain.codeVersion());

        RandomCheckpoints.write(checkpoint, state, weights);
        Checkpoint read = Checkpoint.read(checkpoint);

        assertThat(read.state()).isEqualTo(state);
        assertThat(read.weights()).hasSameSizeAs(weights);
        assertThat(values(read.weights(), "layer2.0.conv1.weight")).isEqualTo(values(weights, "layer2.0.conv1.weight"));
        assertThat(read.weightsSha256()).hasSize(64);
        assertThat(read.asParent().state()).isEqualTo(state);
    }

    @Test
    void aPretrainedCheckpointHasNoHead() throws IOException {
        RandomCheckpoints.write(
                checkpoint,
                RandomCheckpoints.state(CheckpointKind.PRETRAIN),
                RandomCheckpoints.weights(CheckpointKind.PRETRAIN, 1));

        assertThat(Checkpoint.read(checkpoint).weights()).doesNotContainKey("fc.weight");
    }

    @Test
    void namesATensorOfAnotherShapeWithWhatWasFoundAndExpected() throws IOException {
        Map<String, Tensor> other = new LinkedHashMap<>(weights);
        other.put("layer3.0.conv1.weight", Tensor.of(new float[256 * 64 * 9], 256, 64, 3, 3));
        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), other);

        assertThatThrownBy(() -> Checkpoint.read(checkpoint))
                .isInstanceOf(CheckpointUnreadableException.class)
                .hasMessageContaining(
                        "the tensor layer3.0.conv1.weight has the shape [256, 64, 3, 3], resnet18 with 2 findings needs [256, 128, 3, 3]");
    }

    @Test
    void namesAMissingTensor() throws IOException {
        Map<String, Tensor> fewer = new LinkedHashMap<>(weights);
        fewer.remove("bn1.running_var");
        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), fewer);

        assertThatThrownBy(() -> Checkpoint.read(checkpoint))
                .hasMessageContaining("the tensor bn1.running_var [64] of resnet18 with 2 findings is missing");
    }

    @Test
    void namesTensorsThatHaveNoPlace() throws IOException {
        Map<String, Tensor> more = new LinkedHashMap<>(weights);
        more.put("module.encoder_q.fc.weight", Tensor.of(new float[1], 1));
        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), more);

        assertThatThrownBy(() -> Checkpoint.read(checkpoint))
                .hasMessageContaining(
                        "1 tensors that resnet18 with 2 findings has no place for: [module.encoder_q.fc.weight]");
    }

    @Test
    void refusesWeightsOfADivergedRun() throws IOException {
        Map<String, Tensor> diverged = new LinkedHashMap<>(weights);
        diverged.put("fc.bias", Tensor.of(new float[] {0, Float.NaN}, 2));
        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), diverged);

        assertThatThrownBy(() -> Checkpoint.read(checkpoint))
                .hasMessageContaining("the tensor fc.bias holds NaN; the training run diverged");
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        assertThatThrownBy(() -> Checkpoint.read(checkpoint)).hasMessageContaining("there is no such folder");

        Files.createDirectories(checkpoint);
        assertThatThrownBy(() -> Checkpoint.read(checkpoint)).hasMessageContaining("state.json is missing");

        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), weights);
        Files.delete(checkpoint.resolve(Checkpoint.WEIGHTS));
        assertThatThrownBy(() -> Checkpoint.read(checkpoint)).hasMessageContaining("weights.safetensors is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cxr-checkpoint/1 | cxr-checkpoint/2 | the format is \"cxr-checkpoint/2\", this program reads \"cxr-checkpoint/1\"",
                "\"epoch\" : 3     | \"epoch\" : 3, \"epochs\" : 3 | unknown key \"epochs\" at epochs",
                "\"epoch\" : 3,    | ''               | at epoch: this key is missing",
                "\"epoch\" : 3     | \"epoch\" : \"3\" | at epoch: Cannot coerce",
                "\"epoch\" : 3     | \"epoch\" : -3   | epoch and step count up from 0, were -3 and 120",
                "\"epoch\" : 3     | \"epoch\" : 3, \"epoch\" : 4 | Duplicate field 'epoch'",
                "triangle-pad/1    | nearest/1        | this version prepares films by \"triangle-pad/1\"",
                "resnet18          | resnet19         | the network \"resnet19\", which this version does not know",
                "\"finetune\"      | \"guess\"        | kind",
                "0.26              | 0.0              | positive deviation",
                "}                 | ''               | state.json",
            })
    void refusesAStateThatDoesNotFitAndSaysWhy(String from, String to, String message) throws IOException {
        CheckpointFolder.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), inside -> {});
        Path state = checkpoint.resolve(Checkpoint.STATE);
        String text = Files.readString(state);
        assertThat(text).contains(from);
        Files.writeString(state, text.replace(from, to));

        assertThatThrownBy(() -> Checkpoint.read(checkpoint))
                .isInstanceOf(CheckpointUnreadableException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesReferenceOutputsOfAnotherShape() throws IOException {
        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), weights);
        Checkpoint read = Checkpoint.read(checkpoint);
        Path file = checkpoint.resolve(Checkpoint.REFERENCE);
        assertThatThrownBy(() -> ReferenceOutputs.read(read)).hasMessageContaining("reference.safetensors is missing");

        new ReferenceOutputs(
                        Tensor.of(new float[64 * 64], 1, 1, 64, 64),
                        Tensor.of(new float[3], 1, 3),
                        Tensor.of(new float[2], 1, 2),
                        Tensor.of(new float[512], 1, 512),
                        Tensor.of(new float[8], 1, 2, 2, 2))
                .write(file);

        assertThatThrownBy(() -> ReferenceOutputs.read(read))
                .hasMessageContaining("the tensor logits is of the shape [1, 3], expected [1, 2]");
    }

    @Test
    void replacingKeepsTheOldCheckpointUntilTheNewOneIsWhole() throws IOException {
        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), weights);

        assertThatThrownBy(() ->
                        CheckpointFolder.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), inside -> {
                            Files.writeString(inside.resolve(Checkpoint.WEIGHTS), "half");
                            throw new UncheckedIOException(new IOException("disk full"));
                        }))
                .hasMessageContaining("disk full");

        assertThat(Checkpoint.read(checkpoint).weights()).hasSameSizeAs(weights);
    }

    @Test
    void replacingLeavesNothingBehind() throws IOException {
        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), weights);
        Map<String, Tensor> newer = RandomCheckpoints.weights(CheckpointKind.FINETUNE, 2);

        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), newer);

        assertThat(values(Checkpoint.read(checkpoint).weights(), "fc.bias")).isEqualTo(values(newer, "fc.bias"));
        try (Stream<Path> beside = Files.list(folder.resolve("run"))) {
            assertThat(beside.toList()).isEqualTo(List.of(checkpoint));
        }
    }

    @Test
    void finishesAReplacementThatACrashCutBetweenItsTwoRenames() throws IOException {
        RandomCheckpoints.write(checkpoint, RandomCheckpoints.state(CheckpointKind.FINETUNE), weights);
        Files.move(checkpoint, checkpoint.resolveSibling("last.previous"));

        assertThat(Checkpoint.read(checkpoint).weights()).hasSameSizeAs(weights);
    }

    private static float[] values(Map<String, Tensor> tensors, String name) {
        return java.util.Objects.requireNonNull(tensors.get(name)).values();
    }
}
