package org.mococxr.appliance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.mococxr.appliance.screening.ModelChoice;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointFolder;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.checkpoint.Safetensors;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Calibration;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.GreyRecipe;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.modelpackage.ExportSettings;
import org.mococxr.modelpackage.Manifest;
import org.mococxr.modelpackage.ModelExport;
import org.mococxr.modelpackage.ProgramVersion;
import org.mococxr.modelpackage.SigningKey;
import org.mococxr.network.Network;
import org.mococxr.network.Networks;
import org.mococxr.network.Parameter;
import org.mococxr.onnx.GraphSettings;
import org.mococxr.onnx.OnnxWriter;
import org.mococxr.onnx.WeightStorage;

/**
 * A real, signed model package of a small network with random weights, made once per test run by the exporter itself. Its
 * scores mean nothing and are always the same.
 */
public final class TinyModel {
    public static final List<String> FINDINGS = List.of("pleural_effusion", "tuberculosis");
    /** The smallest: what tests do with packages is bound by their bytes. */
    private static final String NETWORK = "mobilenet_v2";

    private static final String NAME = "cxr-tiny";
    private static final int SIZE = 64;
    private static final double GREY_MEAN = 0.47;
    private static final double GREY_STD = 0.26;

    private static final long FIRST_SEED = 7;

    private static final class Made {
        static final TinyModel ONLY = first();
    }

    private static final class MadeNext {
        static final TinyModel ONLY = make(Made.ONLY.trusted.getParent(), NAME, 2, FIRST_SEED + 1);
    }

    private static final class MadeOther {
        static final TinyModel ONLY = make(Made.ONLY.trusted.getParent(), "cxr-other", 3, FIRST_SEED + 2);
    }

    private static final class MadeForLaterBoxes {
        static final TinyModel ONLY =
                make(Made.ONLY.trusted.getParent(), NAME, 4, FIRST_SEED + 3, ProgramVersion.of("9000.0.0"));
    }

    private static final class MadeEqualised {
        static final TinyModel ONLY = make(
                Made.ONLY.trusted.getParent(),
                "cxr-equalised",
                1,
                FIRST_SEED,
                Manifest.FIRST_BOX,
                GreyRecipe.EQUALISED);
    }

    private final Path modelPackage;
    private final Path trusted;

    private TinyModel(Path modelPackage, Path trusted) {
        this.modelPackage = modelPackage;
        this.trusted = trusted;
    }

    public static TinyModel get() {
        return Made.ONLY;
    }

    /** Release 2 of the same model with other weights, signed by the same key. */
    public static TinyModel next() {
        return MadeNext.ONLY;
    }

    /** Release 3 of a model of another name, signed by the same key. */
    public static TinyModel other() {
        return MadeOther.ONLY;
    }

    /** Release 4 of the same model, which no box of today may use. */
    public static TinyModel forLaterBoxes() {
        return MadeForLaterBoxes.ONLY;
    }

    /** The first one's weights, for films whose histogram is equalised. */
    public static TinyModel equalised() {
        return MadeEqualised.ONLY;
    }

    public Path modelPackage() {
        return modelPackage;
    }

    public Path trusted() {
        return trusted;
    }

    public ModelChoice choice() {
        return new ModelChoice(Optional.of(modelPackage), List.of(trusted), Optional.empty());
    }

    private static TinyModel first() {
        try {
            var folder = Files.createTempDirectory("tiny-model");
            SigningKey.generate(folder, "test");
            return make(folder, NAME, 1, FIRST_SEED);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the tests' key", e);
        }
    }

    private static TinyModel make(Path folder, String name, int release, long seed) {
        return make(folder, name, release, seed, Manifest.FIRST_BOX);
    }

    private static TinyModel make(Path folder, String name, int release, long seed, ProgramVersion minimumBox) {
        return make(folder, name, release, seed, minimumBox, GreyRecipe.DISPLAY);
    }

    private static TinyModel make(
            Path folder, String name, int release, long seed, ProgramVersion minimumBox, GreyRecipe grey) {
        try {
            var checkpoint = checkpoint(folder.resolve("checkpoint-" + name + seed), seed);
            var settings = new ExportSettings(
                    name,
                    release,
                    WeightStorage.FP32,
                    "balanced",
                    Map.of(),
                    Map.of("phantom", "made by this program"),
                    List.of("The weights are random; the figures are too."),
                    Optional.empty(),
                    grey,
                    minimumBox,
                    false,
                    "0.1.0");
            var exported =
                    ModelExport.export(checkpoint, settings, SigningKey.read(folder.resolve("test.private.pem")));
            var modelPackage = folder.resolve("%s-r%d.cxrmodel".formatted(name, release));
            Files.write(modelPackage, exported.bytes());
            return new TinyModel(modelPackage, folder.resolve("test.public.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the tests' model", e);
        }
    }

    private static Checkpoint checkpoint(Path folder, long seed) throws IOException {
        var network = Networks.require(NETWORK);
        var weights = weights(network, seed);
        CheckpointFolder.write(folder, state(), inside -> {
            new Safetensors(weights, Map.of()).write(inside.resolve(Checkpoint.WEIGHTS));
            reference(network, weights).write(inside.resolve(Checkpoint.REFERENCE));
            Predictions.write(inside.resolve(Checkpoint.PREDICTIONS), predictions());
        });
        return Checkpoint.read(folder);
    }

    private static CheckpointState state() {
        return new CheckpointState(
                CheckpointState.FORMAT,
                CheckpointKind.FINETUNE,
                NETWORK,
                SIZE,
                GREY_MEAN,
                GREY_STD,
                FilmPreparation.RECIPE,
                FINDINGS,
                1,
                1,
                42,
                Map.of(),
                List.of(new CheckpointState.FilmListUse(
                        "phantoms.csv", "ab".repeat(32), 100, 80, Map.of("phantom", 100))),
                Optional.empty(),
                Optional.empty(),
                "0.1.0");
    }

    private static Map<String, Tensor> weights(Network network, long seed) {
        var random = new Random(seed);
        var weights = new LinkedHashMap<String, Tensor>();
        for (var parameter : network.parametersWithHead(FINDINGS.size())) {
            var values = new float[Math.toIntExact(parameter.size())];
            for (var i = 0; i < values.length; i++) {
                values[i] = (float) start(parameter, random.nextGaussian());
            }
            weights.put(parameter.name(), Tensor.of(parameter.shape(), values));
        }
        return weights;
    }

    private static double start(Parameter parameter, double gauss) {
        var fanIn = parameter.size() / (double) parameter.shape().get(0);
        return switch (parameter.role()) {
            case CONVOLUTION_WEIGHT -> gauss * Math.sqrt(2 / fanIn);
            case NORM_WEIGHT, RUNNING_VARIANCE -> 1;
            case NORM_BIAS, RUNNING_MEAN, LINEAR_BIAS -> 0;
            case LINEAR_WEIGHT -> 0.05 * gauss;
        };
    }

    /** From the graph itself: whether it repeats PyTorch is the exporter's question, not this module's. */
    private static ReferenceOutputs reference(Network network, Map<String, Tensor> weights) {
        var graph = OnnxWriter.write(
                network,
                weights,
                new GraphSettings(
                        SIZE,
                        GREY_MEAN,
                        GREY_STD,
                        List.of(GraphSettings.Scaling.NONE, GraphSettings.Scaling.NONE),
                        WeightStorage.FP32,
                        Map.of()));
        var input = new float[SIZE * SIZE];
        var random = new Random(17);
        for (var i = 0; i < input.length; i++) {
            input[i] = random.nextFloat();
        }
        try (var engine = Engines.open(graph, EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            var outputs = engine.run(PreparedFilm.of(input, Placement.of(SIZE, SIZE, SIZE)));
            long side = outputs.cam(0).side();
            var cam = new float[Math.toIntExact(FINDINGS.size() * side * side)];
            for (var finding = 0; finding < FINDINGS.size(); finding++) {
                var values = outputs.cam(finding).values();
                System.arraycopy(values, 0, cam, finding * values.length, values.length);
            }
            return new ReferenceOutputs(
                    Tensor.of(input, 1, 1, SIZE, SIZE),
                    Tensor.of(outputs.logits(), 1, FINDINGS.size()),
                    Tensor.of(outputs.probabilities(), 1, FINDINGS.size()),
                    Tensor.of(outputs.embedding(), 1, network.featureChannels()),
                    Tensor.of(cam, 1, FINDINGS.size(), side, side));
        }
    }

    private static List<Prediction> predictions() {
        var random = new Random(23);
        var predictions = new ArrayList<Prediction>();
        for (var finding : FINDINGS) {
            for (var i = 0; i < 120; i++) {
                var positive = random.nextDouble() < 0.4;
                var logit = 2 * random.nextGaussian() + (positive ? 2 : -1);
                predictions.add(new Prediction(
                        "film" + i + ".png",
                        "patient" + i,
                        "phantom",
                        "val",
                        finding,
                        positive,
                        logit,
                        Calibration.sigmoid(logit)));
            }
        }
        return predictions;
    }
}
