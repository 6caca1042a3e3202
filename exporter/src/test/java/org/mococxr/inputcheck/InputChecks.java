package org.mococxr.inputcheck;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.inputcheck.InputCheckReport.Learned;

/** Input checks for tests: random numbers of the right shapes. */
public final class InputChecks {
    private static final int KINDS = InputKind.values().length;

    private InputChecks() {}

    public static InputCheck random(String checkpointSha256, int embeddingLength) {
        return new InputCheck(report(checkpointSha256), head(3), distance(embeddingLength, 5));
    }

    public static InputCheckReport report(String checkpointSha256) {
        return new InputCheckReport(
                InputCheckReport.FORMAT,
                ShapeFeatures.RECIPE,
                0.5,
                3.25,
                checkpointSha256,
                7,
                List.of(
                        new Learned("phantom", InputKind.FRONTAL, 80, ""),
                        new Learned("drawn side views", InputKind.LATERAL, 40, "")),
                60,
                List.of(
                        new RefusalRate(
                                "phantom",
                                true,
                                RefusalRate.Basis.SOURCE_LEFT_OUT,
                                Map.of(InputKind.FRONTAL, 98, InputKind.INVERTED, 2),
                                1),
                        new RefusalRate(
                                "side views",
                                false,
                                RefusalRate.Basis.NEVER_SEEN,
                                Map.of(InputKind.LATERAL, 13, InputKind.FRONTAL, 1),
                                0)));
    }

    static KindHead head(long seed) {
        return KindHead.of(random(seed, KINDS, ShapeFeatures.LENGTH), random(seed + 1, KINDS));
    }

    static EmbeddingDistance distance(int length, long seed) {
        return EmbeddingDistance.of(random(seed, length), random(seed + 1, length * (length + 1) / 2));
    }

    static Tensor random(long seed, int... shape) {
        var random = new Random(seed);
        var size = 1;
        var dimensions = new long[shape.length];
        for (var i = 0; i < shape.length; i++) {
            size *= shape[i];
            dimensions[i] = shape[i];
        }
        var values = new float[size];
        for (var i = 0; i < size; i++) {
            values[i] = (float) (0.1 * random.nextGaussian());
        }
        return Tensor.of(values, dimensions);
    }
}
