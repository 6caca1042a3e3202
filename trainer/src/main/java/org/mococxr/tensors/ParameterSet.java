package org.mococxr.tensors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.network.Parameter;

/** The tensors of a network or a head on the device, by name and in the network's order. Lives until closed, or as long as its engine. */
public final class ParameterSet implements AutoCloseable {
    private final TensorEngine engine;
    private final Map<String, DeviceTensor> byName = new LinkedHashMap<>();
    private final List<DeviceTensor> learned = new ArrayList<>();
    private final List<DeviceTensor> statistics = new ArrayList<>();

    /** @param values one tensor of the right shape for each parameter; others are not looked at */
    public ParameterSet(TensorEngine engine, List<Parameter> parameters, Map<String, Tensor> values) {
        this.engine = engine;
        for (var parameter : parameters) {
            var value = values.get(parameter.name());
            if (value == null || !value.shape().equals(parameter.shape())) {
                throw new IllegalArgumentException("%s needs the shape %s, got %s"
                        .formatted(parameter.name(), parameter.shape(), value == null ? "nothing" : value.shape()));
            }
            var tensor = engine.floats(value);
            byName.put(parameter.name(), tensor);
            (parameter.role().learned() ? learned : statistics).add(tensor);
        }
    }

    /**
     * Takes other values, in place.
     *
     * @param values one tensor of the right shape for each of these; others are not looked at
     */
    public void restore(Map<String, Tensor> values) {
        byName.forEach((name, tensor) -> {
            var value = values.get(name);
            if (value == null || !value.shape().equals(tensor.shape())) {
                throw new IllegalArgumentException("%s needs the shape %s, got %s"
                        .formatted(name, tensor.shape(), value == null ? "nothing" : value.shape()));
            }
            try (var scope = engine.step()) {
                engine.call("overwrite", tensor, engine.floats(value));
            }
        });
    }

    /** Whether gradients flow into these tensors; off when made. */
    public void learn(boolean on) {
        learned.forEach(tensor -> engine.learn(tensor, on));
    }

    public List<DeviceTensor> learned() {
        return learned;
    }

    public List<DeviceTensor> statistics() {
        return statistics;
    }

    /** A copy of all values by name. */
    public Map<String, Tensor> values() {
        var values = new LinkedHashMap<String, Tensor>();
        byName.forEach((name, tensor) -> values.put(name, tensor.toTensor()));
        return values;
    }

    /** Names of the learned tensors, in the order of {@link #learned()}. */
    public List<String> learnedNames() {
        return byName.entrySet().stream()
                .filter(entry -> learned.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() {
        byName.values().forEach(DeviceTensor::close);
    }
}
