package org.mococxr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Networks;

/** Files that PyTorch itself wrote, in every form its users publish: each must give the very same backbone. */
@Tag("system-tools")
class PublishedWeightsTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "densenet121", "mobilenet_v2"})
    void everyFormGivesTheSameBackbone(String name) throws IOException, InterruptedException {
        var network = Networks.require(name);
        askPython(name);

        var plain = PublicWeights.read(folder.resolve("plain.safetensors"), network, 1, "test");
        for (var form : new String[] {"plain.pth", "moco.pth.tar", "old-names.pth"}) {
            var weights = PublicWeights.read(folder.resolve(form), network, 1, "test");

            assertThat(PublicWeights.equal(weights.backbone(), plain.backbone()))
                    .as(form)
                    .isTrue();
        }
        assertThat(PublicWeights.read(folder.resolve("moco.pth.tar"), network, 1, "test")
                        .remarks())
                .contains("the file's names stand behind \"module.encoder_q.\"")
                .anyMatch(remark -> remark.endsWith("tensors of MoCo's key encoder and queue are not used"));
        var half = PublicWeights.read(folder.resolve("half.pth"), network, 1, "test");
        half.backbone()
                .forEach((tensor, values) -> assertThat(largestDifference(values, plain, tensor))
                        .as(tensor)
                        .isLessThan(2e-3));
        assertThatThrownBy(() -> PublicWeights.read(folder.resolve("legacy.pth"), network, 1, "test"))
                .hasMessageContaining("before version 1.6");
        assertThatThrownBy(() -> PublicWeights.read(folder.resolve("program.pth"), network, 1, "test"))
                .hasMessageContaining("and only tensors are read");
    }

    private static double largestDifference(Tensor half, PublicWeights plain, String name) {
        var exact = plain.backbone().get(name);
        if (exact == null) {
            throw new AssertionError("no tensor " + name);
        }
        var largest = 0.0;
        for (var i = 0; i < half.size(); i++) {
            largest = Math.max(largest, Math.abs(half.value(i) - exact.value(i)));
        }
        return largest;
    }

    private void askPython(String network) throws IOException, InterruptedException {
        var script = folder.resolve("torch_weights.py");
        try (var resource = PublishedWeightsTest.class.getResourceAsStream("torch_weights.py")) {
            if (resource == null) {
                throw new AssertionError("torch_weights.py is not on the class path");
            }
            Files.copy(resource, script);
        }
        var log = folder.resolve("python.log");
        var python = System.getenv().getOrDefault("PYTHON_WITH_TORCH", "/usr/bin/python3");
        var process = new ProcessBuilder(python, script.toString(), network, folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    }
}
