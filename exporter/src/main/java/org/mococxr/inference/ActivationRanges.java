package org.mococxr.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mococxr.film.PreparedFilm;
import org.mococxr.onnx.ActivationRange;
import org.mococxr.onnx.OnnxWriter;

/** Measures what values a network's activations take on films, for 8-bit arithmetic. */
public final class ActivationRanges {
    private ActivationRanges() {}

    /**
     * @param measuring a graph that {@link OnnxWriter#writeMeasuring} wrote in this program
     * @param values names of {@link OnnxWriter#measuredValues}
     * @param films one or more, prepared at the graph's size
     */
    public static Map<String, ActivationRange> measure(
            byte[] measuring, Set<String> values, Iterable<PreparedFilm> films) {
        Map<String, ActivationRange> ranges = new TreeMap<>();
        var environment = Engines.environment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (var session = environment.createSession(measuring, options)) {
                for (PreparedFilm film : films) {
                    long side = film.sizePixels();
                    var input = FloatBuffer.wrap(film.values());
                    try (var tensor = OnnxTensor.createTensor(environment, input, new long[] {1, 1, side, side});
                            var results = session.run(Map.of(OnnxWriter.INPUT, tensor))) {
                        for (String value : values) {
                            var seen = ActivationRange.of(
                                    scalar(results, value + OnnxWriter.LOWEST),
                                    scalar(results, value + OnnxWriter.HIGHEST));
                            ranges.merge(value, seen, ActivationRange::join);
                        }
                    }
                }
            }
        } catch (OrtException e) {
            throw new InferenceFailedException("ONNX Runtime could not measure activations: " + e.getMessage(), e);
        }
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("activations are measured on one film or more, were given none");
        }
        return ranges;
    }

    private static float scalar(OrtSession.Result results, String name) {
        return ((OnnxTensor) results.get(name).orElseThrow()).getFloatBuffer().get(0);
    }
}
