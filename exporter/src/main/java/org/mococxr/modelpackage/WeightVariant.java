package org.mococxr.modelpackage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
import org.mococxr.inference.ProviderChoice;
import org.mococxr.onnx.ActivationRange;
import org.mococxr.onnx.GraphSettings;
import org.mococxr.onnx.OnnxWriter;
import org.mococxr.onnx.WeightStorage;

/**
 * A checkpoint with weights in fewer than 32 bits: another model in effect, with scores, calibration and operating points of its own,
 * compared with the 32-bit one film by film.
 */
final class WeightVariant {
    private final Checkpoint checkpoint;
    private final ExportSettings settings;
    private final CheckpointFilms films;
    private final Map<String, ActivationRange> ranges;
    private final int calibrationFilms;

    private WeightVariant(
            Checkpoint checkpoint,
            ExportSettings settings,
            CheckpointFilms films,
            Map<String, ActivationRange> ranges,
            int calibrationFilms) {
        this.checkpoint = checkpoint;
        this.settings = settings;
        this.films = films;
        this.ranges = ranges;
        this.calibrationFilms = calibrationFilms;
    }

    /** @param full settings of the 32-bit graph */
    static WeightVariant of(Checkpoint checkpoint, ExportSettings settings, GraphSettings full, CheckpointFilms films) {
        if (settings.weights() != WeightStorage.INT8) {
            return new WeightVariant(checkpoint, settings, films, Map.of(), 0);
        }
        List<PreparedFilm> calibration = films.calibration();
        if (calibration.isEmpty()) {
            throw new ExportFailedException("cannot export 8-bit weights of " + checkpoint.folder()
                    + ": there is no film to measure activations on");
        }
        var ranges = ActivationRanges.measure(
                OnnxWriter.writeMeasuring(checkpoint.network(), checkpoint.weights(), full),
                OnnxWriter.measuredValues(checkpoint.network()),
                calibration);
        return new WeightVariant(checkpoint, settings, films, ranges, calibration.size());
    }

    byte[] graph(GraphSettings packaged) {
        return settings.weights() == WeightStorage.INT8
                ? OnnxWriter.writeInt8(checkpoint.network(), checkpoint.weights(), packaged, ranges)
                : OnnxWriter.write(checkpoint.network(), checkpoint.weights(), packaged);
    }

    private record Film(String source, String file) {}

    /** What this graph says of the validation films of these predictions. */
    List<Prediction> predictions(byte[] graph, List<Prediction> exact) {
        List<String> findings = checkpoint.state().findings();
        Map<Film, float[]> logits = new HashMap<>();
        List<Prediction> rounded = new ArrayList<>();
        try (Engine engine = Engines.open(graph, EngineSettings.forOneFilmAtATime(ProviderChoice.CPU))) {
            for (Prediction prediction : exact) {
                if (prediction.split().equals(ModelExport.SPLIT)) {
                    float[] ofFilm = logits.computeIfAbsent(
                            new Film(prediction.source(), prediction.file()),
                            film -> engine.run(films.validation(prediction)).logits());
                    rounded.add(prediction.withLogit(ofFilm[findings.indexOf(prediction.finding())]));
                }
            }
        }
        return rounded;
    }

    VariantRecord compare(List<Prediction> exact, List<Prediction> rounded) {
        List<VariantRecord.Comparison> comparisons = checkpoint.state().findings().stream()
                .map(finding -> compare(finding, exact, rounded))
                .toList();
        var record = new VariantRecord(
                VariantRecord.FORMAT, settings.weights(), calibrationFilms, comparisons, settings.forced());
        if (!record.acceptable() && !settings.forced()) {
            throw new ExportFailedException("cannot export " + checkpoint.folder() + " with weights "
                    + settings.weights().inWords()
                    + ": they change the model more than is allowed (an AUROC outside the 32-bit interval, or other"
                    + " decisions on more than " + Math.round(100 * VariantRecord.MOST_OTHER_DECISIONS)
                    + " % of films). " + record.inWords() + ". Store the weights in more bits, or insist with --force");
        }
        return record;
    }

    private VariantRecord.Comparison compare(String finding, List<Prediction> exact, List<Prediction> rounded) {
        ScoredFilms exactFilms = Predictions.scored(exact, finding, ModelExport.SPLIT);
        ScoredFilms roundedFilms = Predictions.scored(rounded, finding, ModelExport.SPLIT);
        Predicate<Prediction> decidesExact = decision(finding, exactFilms);
        Predicate<Prediction> decidesRounded = decision(finding, roundedFilms);
        Map<Film, Boolean> before = new HashMap<>();
        exact.stream()
                .filter(p -> p.finding().equals(finding) && p.split().equals(ModelExport.SPLIT))
                .forEach(p -> before.put(new Film(p.source(), p.file()), decidesExact.test(p)));
        long other = rounded.stream()
                .filter(p -> p.finding().equals(finding))
                .filter(p -> decidesRounded.test(p)
                        != requireNonNull(before.get(new Film(p.source(), p.file())), "the same films, in more bits"))
                .count();
        return new VariantRecord.Comparison(
                finding,
                auroc(finding, exactFilms),
                auroc(finding, roundedFilms),
                (double) other / before.size(),
                before.size());
    }

    private Estimate auroc(String finding, ScoredFilms scored) {
        return Auroc.withInterval(scored, checkpoint.state().seed())
                .orElseThrow(() -> new ExportFailedException("cannot export " + checkpoint.folder() + " with weights "
                        + settings.weights().inWords() + ": the validation films of " + finding
                        + " are too few to tell what that does to its AUROC"));
    }

    private Predicate<Prediction> decision(String finding, ScoredFilms logits) {
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
