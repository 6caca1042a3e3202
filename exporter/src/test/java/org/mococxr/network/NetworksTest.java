package org.mococxr.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {

    /** What torchvision 0.14.1 counts: learned tensors, values in them, channels under normalisation; all with a head of 1000 classes. */
    @ParameterizedTest
    @CsvSource({
        "resnet18, 62, 11689512, 4800, 512, 'conv1.weight layer4.0.downsample.0.weight layer2.1.bn2.running_var fc.bias'",
        "densenet121, 364, 7978856, 41824, 1024,"
                + " 'features.conv0.weight features.denseblock3.denselayer24.conv2.weight features.transition3.norm.bias"
                + " features.norm5.running_mean classifier.weight'",
        "mobilenet_v2, 158, 3504872, 17056, 1280,"
                + " 'features.0.0.weight features.1.conv.1.weight features.17.conv.1.0.weight features.18.1.bias"
                + " classifier.1.weight'"
    })
    void hasTorchvisionsTensors(
            String name, int tensors, long values, long normalised, int featureChannels, String someNames) {
        var network = Networks.require(name);

        var parameters = network.parametersWithHead(1000);

        assertThat(parameters.stream().filter(p -> p.role().learned())).hasSize(tensors);
        assertThat(values(parameters, p -> p.role().learned())).isEqualTo(values);
        assertThat(values(parameters, p -> p.role() == Parameter.Role.RUNNING_MEAN))
                .isEqualTo(normalised);
        assertThat(network.featureChannels()).isEqualTo(featureChannels);
        assertThat(network.featureSide(224)).isEqualTo(7);
        assertThat(parameters.stream().map(Parameter::name))
                .contains(someNames.split(" "))
                .doesNotHaveDuplicates();
    }

    /** 265 tensors of 2,259,136 values is what the openly licensed file holds; it has no head. */
    @Test
    void mobileNetWithPlainReluExpandsInEveryBlock() {
        var parameters = Networks.require("mobilenet_v2_relu").parameters();

        assertThat(parameters).hasSize(265);
        assertThat(values(parameters, p -> true)).isEqualTo(2_259_136);
        assertThat(parameters)
                .filteredOn(p -> p.name().equals("features.1.conv.0.0.weight"))
                .singleElement()
                .satisfies(p -> assertThat(p.shape()).containsExactly(32L, 32L, 1L, 1L));
        assertThat(Networks.require("mobilenet_v2_relu").layers()).noneMatch(layer -> layer instanceof Layer.Relu6);
    }

    private static long values(List<Parameter> parameters, Predicate<Parameter> which) {
        return parameters.stream().filter(which).mapToLong(Parameter::size).sum();
    }

    @Test
    void anUnknownNetworkIsRefusedNamingTheKnownOnes() {
        assertThatThrownBy(() -> Networks.require("resnet99"))
                .hasMessageContaining("resnet99")
                .hasMessageContaining("resnet18");
    }
}
