package org.mococxr.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.mococxr.film.FilmPreparation;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.network.Parameter;

/** Makes checkpoints with seeded random weights that behave like trained ones: activations neither vanish nor explode. */
public final class RandomCheckpoints {
    public static final List<String> FINDINGS = List.of("pleural_effusion", "tuberculosis");
    public static final int SIZE = 64;

    private RandomCheckpoints() {}

    public static CheckpointState state(CheckpointKind kind) {
        return state("resnet18", kind);
    }

    public static CheckpointState state(String network, CheckpointKind kind) {
        return new CheckpointState(
                CheckpointState.FORMAT,
                kind,
                network,
                SIZE,
                0.47,
                0.26,
                FilmPreparation.RECIPE,
                kind == CheckpointKind.FINETUNE ? FINDINGS : List.of(),
                3,
                120,
                42,
                Map.of("learningRate", 0.01, "batch", 32, "augmentation", "cxr-strong"),
                List.of(new CheckpointState.FilmListUse(
                        "phantoms.csv", "ab".repeat(32), 100, 80, Map.of("phantom", 90, "clinic", 10))),
                Optional.empty(),
                Optional.empty(),
                "0.1.0");
    }

    /** @return every tensor of a ResNet-18, seeded */
    public static Map<String, Tensor> weights(CheckpointKind kind, long seed) {
        return weights(Networks.require("resnet18"), kind, seed);
    }

    /** @return every tensor of the network, seeded */
    public static Map<String, Tensor> weights(Network network, CheckpointKind kind, long seed) {
        List<Parameter> parameters =
                kind == CheckpointKind.PRETRAIN ? network.parameters() : network.parametersWithHead(FINDINGS.size());
        var random = new Random(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            double fanIn = parameter.size() / (double) parameter.shape().get(0);
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

    public static void write(Path folder, CheckpointState state, Map<String, Tensor> weights) throws IOException {
        CheckpointFolder.write(
                folder, state, inside -> new Safetensors(weights, Map.of()).write(inside.resolve(Checkpoint.WEIGHTS)));
    }
}
