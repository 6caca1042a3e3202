package org.mococxr.modelpackage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointFolder;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.RandomCheckpoints;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Calibration;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.film.GreyRecipe;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.onnx.PlainLoops;
import org.mococxr.onnx.WeightStorage;

/**
 * Makes a fine-tuned checkpoint as the trainer does. The reference outputs come from plain double loops, which stand for PyTorch here:
 * neither knows the graph writer.
 */
final class ExportFixture {
    private static final int REFERENCE_FILMS = 2;

    private ExportFixture() {}

    static Checkpoint checkpoint(Path folder) throws IOException {
        CheckpointState state = RandomCheckpoints.state(CheckpointKind.FINETUNE);
        Map<String, Tensor> weights = RandomCheckpoints.weights(CheckpointKind.FINETUNE, 5);
        write(folder, state, weights, reference(state, weights), predictions());
        return Checkpoint.read(folder);
    }

    static void write(
            Path folder,
            CheckpointState state,
            Map<String, Tensor> weights,
            ReferenceOutputs reference,
            List<Prediction> predictions)
            throws IOException {
        CheckpointFolder.write(folder, state, inside -> {
            new Safetensors(weights, Map.of()).write(inside.resolve(Checkpoint.WEIGHTS));
            reference.write(inside.resolve(Checkpoint.REFERENCE));
            Predictions.write(inside.resolve(Checkpoint.PREDICTIONS), predictions);
        });
    }

    static ExportSettings settings(WeightStorage weights) {
        return settings(weights, false);
    }

    static ExportSettings settings(WeightStorage weights, boolean forced) {
        return new ExportSettings(
                "cxr-test",
                3,
                weights,
                "sensitivity90",
                Map.of("tuberculosis", "specificity70"),
                Map.of("phantom", "made by this program", "clinic", "with the clinic's permission"),
                List.of("The weights are random; the figures are too."),
                Optional.empty(),
                GreyRecipe.DISPLAY,
                Manifest.FIRST_BOX,
                forced,
                "0.1.0");
    }

    static ReferenceOutputs reference(CheckpointState state, Map<String, Tensor> weights) {
        Network network = Networks.require(state.network());
        int size = state.inputSizePixels();
        int findings = state.findings().size();
        int cells = network.featureSide(size) * network.featureSide(size);
        float[] input = new float[REFERENCE_FILMS * size * size];
        float[] logits = new float[REFERENCE_FILMS * findings];
        float[] probabilities = new float[logits.length];
        float[] embedding = new float[REFERENCE_FILMS * network.featureChannels()];
        float[] cam = new float[REFERENCE_FILMS * findings * cells];
        var random = new Random(17);
        for (int film = 0; film < REFERENCE_FILMS; film++) {
            float[] pixels = new float[size * size];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = random.nextFloat();
            }
            PlainLoops.Expected truth = PlainLoops.run(network, weights, pixels, state.greyMean(), state.greyStd());
            System.arraycopy(pixels, 0, input, film * pixels.length, pixels.length);
            put(truth.logits(), logits, film);
            put(truth.embedding(), embedding, film);
            put(truth.cam(), cam, film);
        }
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) Calibration.sigmoid(logits[i]);
        }
        long n = REFERENCE_FILMS;
        long side = network.featureSide(size);
        return new ReferenceOutputs(
                Tensor.of(input, n, 1, size, size),
                Tensor.of(logits, n, findings),
                Tensor.of(probabilities, n, findings),
                Tensor.of(embedding, n, network.featureChannels()),
                Tensor.of(cam, n, findings, side, side));
    }

    /** Seeded predictions of middling quality over two sources, one of them small. */
    static List<Prediction> predictions() {
        var random = new Random(23);
        List<Prediction> predictions = new ArrayList<>();
        for (String finding : RandomCheckpoints.FINDINGS) {
            for (int i = 0; i < 240; i++) {
                boolean positive = random.nextDouble() < 0.4;
                double logit = 2 * random.nextGaussian() + (positive ? 2 : -1);
                predictions.add(new Prediction(
                        "film" + i + ".png",
                        "patient" + i / 2,
                        i < 200 ? "phantom" : "clinic",
                        "val",
                        finding,
                        positive,
                        logit,
                        Calibration.sigmoid(logit)));
            }
        }
        return predictions;
    }

    private static void put(double[] values, float[] into, int film) {
        for (int i = 0; i < values.length; i++) {
            into[film * values.length + i] = (float) values[i];
        }
    }
}
