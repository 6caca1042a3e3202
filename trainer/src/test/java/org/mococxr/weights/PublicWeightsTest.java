package org.mococxr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.checkpoint.CheckpointUnreadableException;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;

class PublicWeightsTest {
    private static final Network RESNET = Networks.require("resnet18");

    @TempDir
    private Path folder = Path.of("");

    private static final Map<String, Tensor> START = RandomStart.of(RESNET.parameters(), 99);

    private static Map<String, Tensor> whole() {
        return new LinkedHashMap<>(START);
    }

    private Path file(Map<String, Tensor> tensors) throws IOException {
        var file = folder.resolve("weights.safetensors");
        new Safetensors(tensors, Map.of("licence", "BSD-3-Clause")).write(file);
        return file;
    }

    @Test
    void takesEveryTensorOfAWholeBackbone() throws IOException {
        var tensors = whole();
        tensors.put("fc.weight", Tensor.of(new float[2 * 512], 2, 512));
        tensors.put("bn1.num_batches_tracked", Tensor.of(new float[] {7}, 1));

        var weights = PublicWeights.read(file(tensors), RESNET, 1, "not stated");

        assertThat(PublicWeights.equal(weights.backbone(), whole())).isTrue();
        assertThat(weights.origin().licence()).isEqualTo("BSD-3-Clause");
        assertThat(weights.remarks()).singleElement().asString().contains("fc.weight", "not part of the backbone");
    }

    @Test
    void startsTheMissingHalfOfTheLastStageSoThatItAddsNothing() throws IOException {
        var tensors = whole();
        tensors.keySet().removeIf(name -> name.matches("layer4\\.[01]\\.(conv|bn)[12]\\..*"));

        var weights = PublicWeights.read(file(tensors), RESNET, 1, "not stated");

        assertThat(weights.backbone()).hasSize(RESNET.parameters().size());
        for (var block = 0; block < 2; block++) {
            assertThat(tensor(weights, "layer4." + block + ".bn2.weight").values())
                    .containsOnly(0f);
            assertThat(tensor(weights, "layer4." + block + ".bn1.weight").values())
                    .containsOnly(1f);
            assertThat(tensor(weights, "layer4." + block + ".conv1.weight").values())
                    .isNotEqualTo(new float[512 * 256 * 9]);
        }
        assertThat(Arrays.equals(
                        tensor(weights, "layer4.0.downsample.0.weight").values(),
                        requireTensor(whole(), "layer4.0.downsample.0.weight").values()))
                .isTrue();
        assertThat(weights.remarks()).singleElement().asString().startsWith("20 tensors");
    }

    private static Tensor tensor(PublicWeights weights, String name) {
        return requireTensor(weights.backbone(), name);
    }

    private static Tensor requireTensor(Map<String, Tensor> tensors, String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new AssertionError("no tensor " + name);
        }
        return tensor;
    }

    @Test
    void refusesAnyOtherGapNamingEveryTensor() throws IOException {
        var tensors = whole();
        tensors.remove("layer1.0.conv1.weight");
        tensors.remove("layer4.1.bn2.bias");

        var file = file(tensors);

        assertThatThrownBy(() -> PublicWeights.read(file, RESNET, 1, ""))
                .isInstanceOf(CheckpointUnreadableException.class)
                .hasMessageContaining("layer1.0.conv1.weight is missing")
                .hasMessageContaining("layer4.1.bn2.bias is missing");
    }

    @Test
    void refusesOtherShapesUnknownNamesAndNumbersThatAreNone() throws IOException {
        var tensors = whole();
        tensors.put("conv1.weight", Tensor.of(new float[64 * 49], 64, 1, 7, 7));
        tensors.put("module.conv1.weight", Tensor.of(new float[3], 3));
        tensors.put("bn1.bias", Tensor.of(filled(64, Float.NaN), 64));

        var file = file(tensors);

        assertThatThrownBy(() -> PublicWeights.read(file, RESNET, 1, ""))
                .hasMessageContaining("conv1.weight has the shape [64, 1, 7, 7], resnet18 needs [64, 3, 7, 7]")
                .hasMessageContaining("module.conv1.weight [3] has no place in resnet18")
                .hasMessageContaining("bn1.bias holds values that are no finite numbers");
    }

    @Test
    void aMobileNetOfTheOtherLayoutIsRefusedNamingItsLayout() throws IOException {
        var plainRelu = Networks.require("mobilenet_v2_relu");
        var file = file(RandomStart.of(plainRelu.parameters(), 3));

        var weights = PublicWeights.read(file, plainRelu, 1, "");

        assertThat(weights.backbone()).hasSize(265);
        assertThat(weights.remarks()).isEmpty();
        assertThatThrownBy(() -> PublicWeights.read(file, Networks.require("mobilenet_v2"), 1, ""))
                .hasMessageContaining("features.1.conv.1.weight is missing")
                .hasMessageEndingWith("the file holds a mobilenet_v2_relu, which can be asked for by that name");
    }

    private static float[] filled(int size, float value) {
        var values = new float[size];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void randomStartsAreTorchvisions() {
        var start = RandomStart.of(RESNET.parametersWithHead(2), 3);
        var conv = requireTensor(start, "layer1.0.conv1.weight").values();
        var squares = 0.0;
        for (var w : conv) {
            squares += w * w;
        }

        assertThat(Math.sqrt(squares / conv.length)).isBetween(0.0571, 0.0608); // sqrt(2 / (64 * 9)) = 0.0589
        assertThat(requireTensor(start, "fc.weight").values()).matches(v -> within(v, 1 / Math.sqrt(512)));
        assertThat(requireTensor(start, "fc.bias").values()).matches(v -> within(v, 1 / Math.sqrt(512)));
        assertThat(requireTensor(start, "bn1.weight").values()).containsOnly(1f);
        assertThat(requireTensor(start, "bn1.running_mean").values()).containsOnly(0f);
        var head = RESNET.headParameters(2);
        assertThat(PublicWeights.equal(RandomStart.of(head, 3), RandomStart.of(head, 3)))
                .isTrue();
        assertThat(PublicWeights.equal(RandomStart.of(head, 3), RandomStart.of(head, 4)))
                .isFalse();
    }

    private static boolean within(float[] values, double bound) {
        for (var value : values) {
            if (Math.abs(value) > bound || value == 0) {
                return false;
            }
        }
        return true;
    }
}
