package org.mococxr.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NetworksTest {

    @Test
    void resNet18HasTorchvisionsTensors() {
        var network = Networks.require("resnet18");

        var parameters = network.parametersWithHead(1000);

        // torchvision.models.resnet18: 11,689,512 learned values in 62 tensors, 4,800 channels under normalisation.
        assertThat(parameters.stream().filter(p -> p.role().learned())).hasSize(62);
        assertThat(parameters.stream()
                        .filter(p -> p.role().learned())
                        .mapToLong(Parameter::size)
                        .sum())
                .isEqualTo(11_689_512);
        assertThat(parameters.stream()
                        .filter(p -> p.role() == Parameter.Role.RUNNING_MEAN)
                        .mapToLong(Parameter::size)
                        .sum())
                .isEqualTo(4_800);
        assertThat(parameters.stream().map(Parameter::name))
                .startsWith("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var")
                .contains("layer4.0.downsample.0.weight", "layer2.1.bn2.running_var")
                .doesNotHaveDuplicates()
                .endsWith("fc.weight", "fc.bias");
    }

    @Test
    void anUnknownNetworkIsRefusedNamingTheKnownOnes() {
        assertThatThrownBy(() -> Networks.require("resnet99"))
                .hasMessageContaining("resnet99")
                .hasMessageContaining("resnet18");
    }
}
