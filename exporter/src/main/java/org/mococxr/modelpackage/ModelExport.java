package org.mococxr.modelpackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointKind;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.evaluation.Auroc;
import org.mococxr.evaluation.Calibration;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.evaluation.OperatingPoints;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.evaluation.ScoredFilms;
import org.mococxr.evaluation.Subgroups;
import org.mococxr.film.FilmReader;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.inputcheck.InputCheckReport;
import org.mococxr.json.StrictJson;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.onnx.GraphSettings;
import org.mococxr.onnx.OnnxWriter;
import org.mococxr.onnx.WeightStorage;
import org.mococxr.report.Concepts;
import org.mococxr.report.ReportedFinding;

/**
 * Makes a model package from a fine-tuned checkpoint: calibrates and chooses thresholds on its validation predictions, writes the graph,
 * proves that the graph repeats PyTorch on real films, records golden films, signs, and reads the result back as a box would.
 */
public final class ModelExport {
    /** The split of the predictions that calibration, thresholds and metrics come from. */
    static final String SPLIT = "val";

    private final Checkpoint checkpoint;
    private final ExportSettings settings;
    private final SigningKey key;
    private final Optional<CheckpointFilms> films;
    private List<Prediction> predictions;
    private String predictionsSha256;

    private ModelExport(
            Checkpoint checkpoint, ExportSettings settings, SigningKey key, Optional<CheckpointFilms> films) {
        this.films = films;
        this.checkpoint = checkpoint;
        this.settings = settings;
        this.key = key;
        Path file = checkpoint.file(Checkpoint.PREDICTIONS);
        this.predictions = Predictions.read(file);
        try {
            this.predictionsSha256 = Sha256.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ExportFailedException("cannot read " + file + ": " + DiskTrouble.inWords(e), e);
        }
    }

    /** @throws ExportFailedException if the checkpoint, its parity with PyTorch or the settings do not allow a package */
    public static ExportedModel export(Checkpoint checkpoint, ExportSettings settings, SigningKey key) {
        return export(checkpoint, settings, key, Optional.empty());
    }

    /**
     * @param films needed for 8-bit weights; with them 16-bit weights are judged on the validation films too, and figures are split
     *     by sex, age and view
     * @throws ExportFailedException if the checkpoint, its parity with PyTorch or the settings do not allow a package
     */
    public static ExportedModel export(
            Checkpoint checkpoint, ExportSettings settings, SigningKey key, Optional<CheckpointFilms> films) {
        if (checkpoint.state().kind() != CheckpointKind.FINETUNE) {
            throw new ExportFailedException("cannot export " + checkpoint.folder()
                    + ": it is a pretraining checkpoint without findings; fine-tune it first");
        }
        return new ModelExport(checkpoint, settings, key, films).export();
    }

    static String id(String name, int release, String modelSha256) {
        return name + "-r" + release + "-" + modelSha256.substring(0, 12);
    }

    private ExportedModel export() {
        Manifest.Training training = TrainingSources.of(
                checkpoint.state(), settings.licences()); // missing licences show before the long work
        settings.inputCheck().ifPresent(check -> requireFitting(check.report(), training));
        Optional<WeightVariant> variant = variant();
        Optional<VariantRecord> compared = variant.map(this::scoreAnew);
        List<Calibration> calibrations = calibrations();
        byte[] onnx = variant.map(of -> of.graph(graphSettings(calibrations, settings.weights())))
                .orElseGet(() -> graph(calibrations, settings.weights()));
        Parity parity = checkParity(calibrations, onnx);
        String modelSha256 = Sha256.of(onnx);

        Map<String, byte[]> files = new TreeMap<>();
        files.put(ModelPackage.MODEL, onnx);
        files.putAll(golden(onnx));
        List<Manifest.Finding> findings = new ArrayList<>();
        for (int i = 0; i < findings().size(); i++) {
            findings.add(finding(findings().get(i), calibrations.get(i), modelSha256));
        }
        settings.inputCheck().ifPresent(check -> {
            files.put(InputCheck.REPORT, check.reportDocument());
            files.put(InputCheck.TENSORS, check.tensors());
        });
        Optional<InputCheckReport> inputCheck = settings.inputCheck().map(InputCheck::report);
        files.put(ModelPackage.LICENSES, ModelCard.licenses(training, inputCheck));
        compared.ifPresent(record -> files.put(VariantRecord.PATH, StrictJson.write(record)));
        Manifest withoutFiles = manifest(modelSha256, parity, training, findings, List.of());
        CardDocument card = ModelCard.of(withoutFiles, compared, inputCheck, settings.remarks());
        files.put(ModelPackage.CARD, card.markdown());
        files.put(ModelPackage.CARD_PAGE, card.html());
        List<Manifest.FileEntry> entries = files.entrySet().stream()
                .map(file -> new Manifest.FileEntry(file.getKey(), file.getValue().length, Sha256.of(file.getValue())))
                .toList();
        return sealed(manifest(modelSha256, parity, training, findings, entries), files);
    }

    private void requireFitting(InputCheckReport check, Manifest.Training training) {
        if (!check.checkpointSha256().equals(checkpoint.weightsSha256())) {
            throw new ExportFailedException("cannot export " + checkpoint.folder()
                    + ": the input check was fitted to the weights " + check.checkpointSha256()
                    + ", the checkpoint has "
                    + checkpoint.weightsSha256() + "; fit it to this checkpoint");
        }
        List<String> known =
                training.sources().stream().map(Manifest.SourceUse::source).toList();
        for (InputCheckReport.Learned films : check.learnedFilms(true)) {
            if (!known.contains(films.pictures())) {
                throw new ExportFailedException("cannot export " + checkpoint.folder()
                        + ": the input check learned from films of \"" + films.pictures()
                        + "\", whose terms are not known, because the model learned only from " + known);
            }
        }
    }

    private List<Calibration> calibrations() {
        return findings().stream().map(f -> Calibration.fit(scored(f))).toList();
    }

    /** Of the weights in fewer than 32 bits, where there are films to judge it on. */
    private Optional<WeightVariant> variant() {
        if (settings.weights() == WeightStorage.FP32) {
            return Optional.empty();
        }
        if (settings.weights() == WeightStorage.INT8 && films.isEmpty()) {
            throw new ExportFailedException("cannot export " + checkpoint.folder()
                    + " with 8-bit weights without films to measure and judge them on");
        }
        return films.map(given ->
                WeightVariant.of(checkpoint, settings, graphSettings(calibrations(), WeightStorage.FP32), given));
    }

    /** From here on the predictions are those of the graph as packaged: calibration, thresholds and figures are its own. */
    private VariantRecord scoreAnew(WeightVariant variant) {
        byte[] graph = variant.graph(graphSettings(calibrations(), settings.weights()));
        List<Prediction> rounded = variant.predictions(graph, predictions);
        VariantRecord record = variant.compare(predictions, rounded);
        predictions = rounded;
        predictionsSha256 = Sha256.of(Predictions.bytes(rounded));
        return record;
    }

    private ExportedModel sealed(Manifest manifest, Map<String, byte[]> files) {
        byte[] manifestBytes = StrictJson.write(manifest);
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(ModelPackage.MANIFEST, manifestBytes);
        all.put(ModelPackage.SIGNATURE, Signing.document(List.of(Signing.signature(key, manifestBytes))));
        all.putAll(files);
        byte[] bytes = StoredZip.write(all);
        // What a box would do with it, before anyone carries it to one.
        ModelPackage readBack = ModelPackage.read(bytes, key.trustingItself());
        try (Engine engine = readBack.open(EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            GoldenResult golden = readBack.goldenTest(engine);
            if (!golden.passed()) {
                throw new ExportFailedException(
                        "cannot export " + checkpoint.folder() + ": read back, the " + golden.inWords());
            }
            return new ExportedModel(bytes, manifest, readBack.inputCheck().map(InputCheck::report), golden);
        }
    }

    private Manifest manifest(
            String modelSha256,
            Parity parity,
            Manifest.Training training,
            List<Manifest.Finding> findings,
            List<Manifest.FileEntry> files) {
        CheckpointState state = checkpoint.state();
        return new Manifest(
                Manifest.FORMAT,
                id(settings.name(), settings.release(), modelSha256),
                settings.name(),
                settings.release(),
                Manifest.INTENDED_USE,
                Optional.of(settings.minimumBox()),
                state.network(),
                settings.weights(),
                new Manifest.Input(
                        state.inputSizePixels(),
                        state.preparation(),
                        FilmReader.recipes(settings.grey()),
                        state.greyMean(),
                        state.greyStd()),
                findings,
                parity,
                training,
                new Manifest.Lineage(
                        state, checkpoint.weightsSha256(), predictionsSha256, modelSha256, settings.exporterVersion()),
                files);
    }

    private byte[] graph(List<Calibration> calibrations, WeightStorage weights) {
        return OnnxWriter.write(checkpoint.network(), checkpoint.weights(), graphSettings(calibrations, weights));
    }

    private GraphSettings graphSettings(List<Calibration> calibrations, WeightStorage weights) {
        CheckpointState state = checkpoint.state();
        Map<String, String> identity = Map.of(
                "mococxr.name", settings.name(),
                "mococxr.release", Integer.toString(settings.release()),
                "mococxr.findings", String.join(",", state.findings()),
                "mococxr.input",
                        OnnxWriter.INPUT + " float32 [N,1," + state.inputSizePixels() + "," + state.inputSizePixels()
                                + "] 0..1 prepared by " + state.preparation(),
                "mococxr.checkpoint", checkpoint.weightsSha256());
        return new GraphSettings(
                state.inputSizePixels(), state.greyMean(), state.greyStd(), scalings(calibrations), weights, identity);
    }

    private static List<GraphSettings.Scaling> scalings(List<Calibration> calibrations) {
        return calibrations.stream()
                .map(c -> new GraphSettings.Scaling(c.offset(), c.temperature()))
                .toList();
    }

    private Parity checkParity(List<Calibration> calibrations, byte[] onnx) {
        ReferenceOutputs reference = ReferenceOutputs.read(checkpoint);
        byte[] fp32 = settings.weights() == WeightStorage.FP32 ? onnx : graph(calibrations, WeightStorage.FP32);
        var cpu = EngineSettings.forOneFilmAtATime(ProviderChoice.CPU);
        Parity.Differences exact;
        String name;
        try (Engine engine = Engines.open(fp32, cpu)) {
            exact = ParityCheck.compare(reference, engine, calibrations, Parity.mostFp32(calibrations));
            name = "ONNX Runtime " + engine.provider().runtimeVersion() + " on "
                    + engine.provider().effective();
        }
        requireParity("the graph", exact, "");
        Optional<Parity.Differences> packaged = Optional.empty();
        if (settings.weights() != WeightStorage.FP32) {
            try (Engine engine = Engines.open(onnx, cpu)) {
                packaged = Optional.of(ParityCheck.compare(
                        reference, engine, calibrations, Parity.most(settings.weights(), calibrations)));
            }
            if (!settings.forced()) {
                packaged.ifPresent(d -> requireParity(
                        "the graph as packaged (" + settings.weights().inWords() + ")",
                        d,
                        ". Store the weights as fp32 instead, or insist with --force"));
            }
        }
        return new Parity(reference.films(), name, settings.weights(), exact, packaged);
    }

    private void requireParity(String what, Parity.Differences found, String advice) {
        if (!found.withinLimit()) {
            throw new ExportFailedException("cannot export " + checkpoint.folder() + ": " + what
                    + " does not repeat PyTorch on the reference films; largest differences: " + found.inWords()
                    + advice);
        }
    }

    private Map<String, byte[]> golden(byte[] onnx) {
        Map<String, byte[]> films = GoldenFilms.draw();
        int size = checkpoint.state().inputSizePixels();
        Map<String, byte[]> files = new TreeMap<>(films);
        try (Engine engine = Engines.open(onnx, EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            files.put(
                    GoldenExpectation.PATH,
                    StrictJson.write(GoldenFilms.expect(films, size, settings.weights(), engine)));
            settings.inputCheck()
                    .ifPresent(check -> files.put(
                            GoldenInput.PATH, StrictJson.write(GoldenFilms.expect(check, films, size, engine))));
        }
        return files;
    }

    private Manifest.Finding finding(String name, Calibration calibration, String modelSha256) {
        ReportedFinding concept = Concepts.finding(name)
                .orElseThrow(() -> new ExportFailedException("cannot export the finding " + name
                        + ": no code for reports is known for it; known are "
                        + Concepts.findings().stream()
                                .map(ReportedFinding::name)
                                .toList()));
        ScoredFilms probabilities = scored(name).rescored(calibration::probability);
        if (probabilities.positives() == 0 || probabilities.negatives() == 0) {
            throw new ExportFailedException("cannot export the finding " + name + ": its " + probabilities.size()
                    + " validation films are " + probabilities.positives() + " with and " + probabilities.negatives()
                    + " without it; thresholds need both");
        }
        long seed = checkpoint.state().seed();
        List<Manifest.Metric> metrics = new ArrayList<>();
        metrics.add(metric(Manifest.Metric.ALL, probabilities, seed));
        for (String source : probabilities.sources()) {
            metrics.add(metric(source, probabilities.fromSource(source), seed));
        }
        List<OperatingPoint> points = OperatingPoints.choose(probabilities, seed);
        var thresholds = new Manifest.Thresholds(modelSha256, predictionsSha256, settings.defaultPointOf(name), points);
        return new Manifest.Finding(
                name,
                concept.words(),
                new Manifest.Code(
                        concept.concept().value(),
                        concept.concept().scheme(),
                        concept.concept().meaning()),
                calibration,
                thresholds,
                metrics,
                Subgroups.of(
                        predictions.stream()
                                .filter(p ->
                                        p.finding().equals(name) && p.split().equals(SPLIT))
                                .toList(),
                        calibration,
                        thresholds.defaultOperatingPoint().thresholdProbability(),
                        films.map(given -> given::facts),
                        seed));
    }

    private static Manifest.Metric metric(String source, ScoredFilms films, long seed) {
        return new Manifest.Metric(
                source,
                films.size(),
                films.positives(),
                films.patients(),
                Auroc.withInterval(films, seed),
                Calibration.brier(films));
    }

    private ScoredFilms scored(String finding) {
        ScoredFilms films = Predictions.scored(predictions, finding, SPLIT);
        if (films.size() == 0) {
            throw new ExportFailedException("cannot export the finding " + finding + ": "
                    + checkpoint.folder().resolve(Checkpoint.PREDICTIONS) + " holds no film of the split " + SPLIT
                    + " for it");
        }
        return films;
    }

    private List<String> findings() {
        return checkpoint.state().findings();
    }
}
