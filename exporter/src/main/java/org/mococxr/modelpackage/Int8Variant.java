package org.mococxr.modelpackage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.evaluation.Auroc;
import org.mococxr.evaluation.Calibration;
import org.mococxr.evaluation.Estimate;
import org.mococxr.evaluation.OperatingPoint;
import org.mococxr.evaluation.OperatingPoints;
import org.mococxr.evaluation.Prediction;
import org.mococxr.evaluation.Predictions;
import org.mococxr.evaluation.ScoredFilms;
import org.mococxr.film.PreparedFilm;
import org.mococxr.inference.ActivationRanges;
import org.mococxr.inference.Engine;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.Engines;
import org.mococxr.inference.Outputs;
import org.mococxr.inference.ProviderChoice;
import org.mococxr.onnx.ActivationRange;
import org.mococxr.onnx.GraphSettings;
import org.mococxr.onnx.OnnxWriter;

/**
 * A checkpoint in 8-bit arithmetic: another model in effect, with scores, calibration and operating points of its own, compared with the
 * 32-bit one film by film.
 */
final class Int8Variant {
    private final Checkpoint checkpoint;
    private final ExportSettings settings;
    private final Int8Request request;
    private final Map<String, ActivationRange> ranges;
    private final int calibrationFilms;

    private Int8Variant(
            Checkpoint checkpoint,
            ExportSettings settings,
            Int8Request request,
            Map<String, ActivationRange> ranges,
            int calibrationFilms) {
        this.request = request;
        this.checkpoint = checkpoint;
        this.settings = settings;
        this.ranges = ranges;
        this.calibrationFilms = calibrationFilms;
    }

    /** @param full settings of the 32-bit graph */
    static Int8Variant measure(
            Checkpoint checkpoint, ExportSettings settings, GraphSettings full, Int8Request request) {
        List<PreparedFilm> calibration = request.films().calibration();
        if (calibration.isEmpty()) {
            throw new ExportFailedException("cannot export 8-bit weights of " + checkpoint.folder()
                    + ": there is no film to measure activations on");
        }
        var ranges = ActivationRanges.measure(
                OnnxWriter.writeMeasuring(checkpoint.network(), checkpoint.weights(), full),
                OnnxWriter.measuredValues(checkpoint.network()),
                calibration);
        return new Int8Variant(checkpoint, settings, request, ranges, calibration.size());
    }

    byte[] graph(GraphSettings int8) {
        return OnnxWriter.writeInt8(checkpoint.network(), checkpoint.weights(), int8, ranges);
    }

    /** What the 8-bit graph says of the films of these predictions. */
    List<Prediction> predictions(byte[] graph, List<Prediction> exact) {
        List<String> findings = checkpoint.state().findings();
        Map<String, float[]> logits = new HashMap<>();
        try (Engine engine = Engines.open(graph, EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            Function<String, float[]> run = file -> {
                Outputs outputs = engine.run(request.films().validation(file));
                return outputs.logits();
            };
            List<Prediction> rounded = new ArrayList<>();
            for (Prediction prediction : exact) {
                if (prediction.split().equals(ModelExport.SPLIT)) {
                    double logit =
                            logits.computeIfAbsent(prediction.file(), run)[findings.indexOf(prediction.finding())];
                    rounded.add(prediction.withLogit(logit));
                }
            }
            return rounded;
        }
    }

    Int8Record compare(List<Prediction> exact, List<Prediction> rounded) {
        List<Int8Record.Comparison> comparisons = checkpoint.state().findings().stream()
                .map(finding -> compare(finding, exact, rounded))
                .toList();
        var record = new Int8Record(Int8Record.FORMAT, calibrationFilms, comparisons, request.forced());
        if (!record.acceptable() && !request.forced()) {
            throw new ExportFailedException("cannot export " + checkpoint.folder()
                    + " with 8-bit weights: they change the model more than is allowed (an AUROC outside the 32-bit"
                    + " interval, or other decisions on more than "
                    + Math.round(100 * Int8Record.MOST_OTHER_DECISIONS) + " % of films). " + record.inWords()
                    + ". Store the weights as fp16, or insist with --force");
        }
        return record;
    }

    private Int8Record.Comparison compare(String finding, List<Prediction> exact, List<Prediction> rounded) {
        ScoredFilms exactFilms = Predictions.scored(exact, finding, ModelExport.SPLIT);
        ScoredFilms roundedFilms = Predictions.scored(rounded, finding, ModelExport.SPLIT);
        Function<Prediction, Boolean> decidesExact = decision(finding, exactFilms);
        Function<Prediction, Boolean> decidesRounded = decision(finding, roundedFilms);
        Map<String, Boolean> before = new HashMap<>();
        exact.stream()
                .filter(p -> p.finding().equals(finding) && p.split().equals(ModelExport.SPLIT))
                .forEach(p -> before.put(p.file(), decidesExact.apply(p)));
        long other = rounded.stream()
                .filter(p -> p.finding().equals(finding))
                .filter(p -> !decidesRounded.apply(p).equals(before.get(p.file())))
                .count();
        return new Int8Record.Comparison(
                finding,
                auroc(finding, exactFilms),
                auroc(finding, roundedFilms),
                (double) other / before.size(),
                before.size());
    }

    private Estimate auroc(String finding, ScoredFilms films) {
        return Auroc.withInterval(films, checkpoint.state().seed())
                .orElseThrow(() -> new ExportFailedException("cannot export " + checkpoint.folder()
                        + " with 8-bit weights: the validation films of " + finding
                        + " are too few to tell what that does to its AUROC"));
    }

    private Function<Prediction, Boolean> decision(String finding, ScoredFilms logits) {
        Calibration calibration = Calibration.fit(logits);
        OperatingPoint point =
                OperatingPoints.choose(
                                logits.rescored(calibration::probability),
                                checkpoint.state().seed())
                        .stream()
                        .filter(candidate -> candidate.name().equals(settings.defaultPointOf(finding)))
                        .findFirst()
                        .orElseThrow();
        return prediction -> point.isReachedBy(calibration.probability(prediction.logit()));
    }
}
