package org.mococxr.tensors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.checkpoint.Tensor;

/** Moves learned tensors against their gradients with torch's semantics, and zeroes the gradients. Its state can be kept and restored. */
public final class Optimizer implements AutoCloseable {
    /** Which rule. */
    public enum Rule {
        /** Momentum SGD, L2 decay added to the gradient, learning rate outside the momentum. */
        SGD,
        /** Adam(0.9, 0.999), eps 1e-8 after bias correction, L2 decay added to the gradient. */
        ADAM
    }

    private static final double SGD_MOMENTUM = 0.9;

    private final TensorEngine engine;
    private final Rule rule;
    private final double weightDecay;
    private final List<String> names;
    private final List<DeviceTensor> learned;
    private final List<DeviceTensor> first = new ArrayList<>();
    private final List<DeviceTensor> second = new ArrayList<>();
    private final List<DeviceTensor> steps = new ArrayList<>();

    /** @param names one for each learned tensor; keys of the saved state */
    public Optimizer(
            TensorEngine engine, Rule rule, double weightDecay, List<String> names, List<DeviceTensor> learned) {
        if (names.size() != learned.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + learned.size() + " tensors");
        }
        this.engine = engine;
        this.rule = rule;
        this.weightDecay = weightDecay;
        this.names = List.copyOf(names);
        this.learned = List.copyOf(learned);
        for (var tensor : learned) {
            first.add(engine.zeros(tensor.shape()));
            if (rule == Rule.ADAM) {
                second.add(engine.zeros(tensor.shape()));
                steps.add(engine.zeros(List.of()));
            }
        }
    }

    /** One update with the gradients that have been accumulated. */
    public void update(double learningRate) {
        // Handles of gradients keep their memory; a scope of its own frees them wherever this is called.
        try (var scope = engine.step()) {
            var gradients = engine.gradients(learned);
            switch (rule) {
                case SGD -> engine.call("sgd", learned, first, gradients, learningRate, SGD_MOMENTUM, weightDecay);
                case ADAM -> engine.call("adam", learned, first, second, steps, gradients, learningRate, weightDecay);
            }
        }
    }

    /** The state by name, as {@link #restore} takes it back. */
    public Map<String, Tensor> state() {
        var state = new LinkedHashMap<String, Tensor>();
        for (var i = 0; i < names.size(); i++) {
            state.put("momentum." + names.get(i), first.get(i).toTensor());
            if (rule == Rule.ADAM) {
                state.put("square." + names.get(i), second.get(i).toTensor());
                state.put("steps." + names.get(i), steps.get(i).toTensor());
            }
        }
        return state;
    }

    /** @throws IllegalArgumentException naming the tensor that is missing or has another shape */
    public void restore(Map<String, Tensor> state) {
        restore(state, "momentum.", first);
        if (rule == Rule.ADAM) {
            restore(state, "square.", second);
            restore(state, "steps.", steps);
        }
    }

    private void restore(Map<String, Tensor> state, String prefix, List<DeviceTensor> into) {
        for (var i = 0; i < into.size(); i++) {
            var name = prefix + names.get(i);
            var value = state.get(name);
            if (value == null || !value.shape().equals(into.get(i).shape())) {
                throw new IllegalArgumentException("the optimiser's %s needs the shape %s, got %s"
                        .formatted(name, into.get(i).shape(), value == null ? "nothing" : value.shape()));
            }
            into.get(i).close();
            into.set(i, engine.floats(value));
        }
    }

    /** Frees its state; the learned tensors are not its own. */
    @Override
    public void close() {
        first.forEach(DeviceTensor::close);
        second.forEach(DeviceTensor::close);
        steps.forEach(DeviceTensor::close);
    }
}
