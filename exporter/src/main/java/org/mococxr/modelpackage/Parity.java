package org.mococxr.modelpackage;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mococxr.evaluation.Calibration;
import org.mococxr.onnx.WeightStorage;

/**
 * How closely the exported graph repeats PyTorch on real validation films.
 *
 * @param films how many films were compared
 * @param engine runtime and provider that ran the graph
 * @param fp32 the graph with 32-bit weights
 * @param packaged the graph in the package, if its weights are stored otherwise
 */
public record Parity(
        int films, String engine, WeightStorage weights, Differences fp32, Optional<Differences> packaged) {
    /** Beyond this on any probability the export fails, unless its calibration sharpens: see {@link #mostFp32}. */
    public static final double MOST_FP32 = 1e-5;

    /** Rounding weights to 16 bits moves probabilities by about 3e-4; beyond this the export fails unless it is forced. */
    public static final double MOST_FP16 = 1e-3;

    /** Of 8-bit arithmetic, which has a comparison of its own ({@code variant.json}); beyond this the export fails unless it is forced. */
    public static final double MOST_INT8 = 0.1;

    /** A calibration multiplies what 32 bits round in a logit by its sharpness, and the limit with it. */
    static double mostFp32(List<Calibration> calibrations) {
        return MOST_FP32
                * calibrations.stream()
                        .mapToDouble(calibration -> Math.max(1, 1 / calibration.temperature()))
                        .max()
                        .orElse(1);
    }

    static double most(WeightStorage weights, List<Calibration> calibrations) {
        return switch (weights) {
            case FP32 -> mostFp32(calibrations);
            case FP16 -> MOST_FP16;
            case INT8 -> MOST_INT8;
        };
    }

    /**
     * Largest absolute difference to PyTorch.
     *
     * @param limit the largest difference of probabilities that was allowed
     */
    public record Differences(double probabilities, double logits, double embedding, double cam, double limit) {
        public boolean withinLimit() {
            return probabilities <= limit; // false for NaN
        }

        public String inWords() {
            return String.format(
                    Locale.ROOT,
                    "probabilities %.1e (limit %.0e), logits %.1e, embedding %.1e, map %.1e",
                    probabilities,
                    limit,
                    logits,
                    embedding,
                    cam);
        }
    }
}
