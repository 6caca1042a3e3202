package org.mococxr.weights;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.chance.Chance;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Parameter;

/** Random tensors as torchvision draws them: He et al.'s normal (fan out) for convolutions, uniform within 1/sqrt(inputs) for linear layers. */
public final class RandomStart {
    private RandomStart() {}

    /** One tensor for each parameter; each depends on the seed and its name alone. */
    public static Map<String, Tensor> of(List<Parameter> parameters, long seed) {
        var tensors = new LinkedHashMap<String, Tensor>();
        var linearInputs = 1L;
        for (var parameter : parameters) {
            if (parameter.role() == Parameter.Role.LINEAR_WEIGHT) {
                linearInputs = parameter.shape().get(1); // the bias behind it takes the same bound
            }
            tensors.put(parameter.name(), draw(parameter, seed, linearInputs));
        }
        return tensors;
    }

    private static Tensor draw(Parameter parameter, long seed, long linearInputs) {
        var values = new float[Math.toIntExact(parameter.size())];
        var chance = Chance.of(seed, Chance.Purpose.WEIGHTS, parameter.name().hashCode());
        switch (parameter.role()) {
            case CONVOLUTION_WEIGHT -> {
                var shape = parameter.shape();
                var std = Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3)));
                for (var i = 0; i < values.length; i++) {
                    values[i] = (float) (std * chance.gaussian());
                }
            }
            case LINEAR_WEIGHT, LINEAR_BIAS -> {
                var bound = 1 / Math.sqrt(linearInputs);
                for (var i = 0; i < values.length; i++) {
                    values[i] = (float) chance.between(-bound, bound);
                }
            }
            case NORM_WEIGHT, RUNNING_VARIANCE -> Arrays.fill(values, 1);
            case NORM_BIAS, RUNNING_MEAN -> Arrays.fill(values, 0);
        }
        return Tensor.of(parameter.shape(), values);
    }
}
