package org.mococxr.modelpackage;

import java.util.List;
import org.mococxr.checkpoint.ReferenceOutputs;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.evaluation.Calibration;
import org.mococxr.film.Placement;
import org.mococxr.film.PreparedFilm;
import org.mococxr.inference.Engine;
import org.mococxr.inference.Outputs;

/** Compares what an engine says about the reference films of a checkpoint with what PyTorch said. */
final class ParityCheck {
    private ParityCheck() {}

    static Parity.Differences compare(
            ReferenceOutputs reference, Engine engine, List<Calibration> calibrations, double limit) {
        double probabilities = 0;
        double logits = 0;
        double embedding = 0;
        double cam = 0;
        for (int film = 0; film < reference.films(); film++) {
            Outputs outputs = engine.run(film(reference, film));
            for (int finding = 0; finding < calibrations.size(); finding++) {
                double logit = row(reference.logits(), film)[finding];
                probabilities = worst(
                        probabilities,
                        outputs.probability(finding),
                        calibrations.get(finding).probability(logit));
                // The same before calibration, which could flatten a difference away.
                probabilities = worst(
                        probabilities,
                        Calibration.sigmoid(outputs.logit(finding)),
                        row(reference.probabilities(), film)[finding]);
                logits = worst(logits, outputs.logit(finding), logit);
            }
            embedding = worst(embedding, outputs.embedding(), row(reference.embedding(), film));
            cam = worst(cam, cams(outputs), row(reference.cam(), film));
        }
        return new Parity.Differences(probabilities, logits, embedding, cam, limit);
    }

    private static PreparedFilm film(ReferenceOutputs reference, int film) {
        int size = Math.toIntExact(reference.input().shape().get(2));
        return PreparedFilm.of(row(reference.input(), film), Placement.of(size, size, size));
    }

    private static float[] cams(Outputs outputs) {
        int cells = outputs.cam(0).values().length;
        float[] all = new float[outputs.findings() * cells];
        for (int finding = 0; finding < outputs.findings(); finding++) {
            System.arraycopy(outputs.cam(finding).values(), 0, all, finding * cells, cells);
        }
        return all;
    }

    /** What a tensor [N,...] holds for one film. */
    private static float[] row(Tensor tensor, int film) {
        int length = tensor.size() / Math.toIntExact(tensor.shape().get(0));
        float[] row = new float[length];
        for (int i = 0; i < length; i++) {
            row[i] = tensor.value(film * length + i);
        }
        return row;
    }

    private static double worst(double soFar, float[] found, float[] expected) {
        double worst = soFar;
        for (int i = 0; i < expected.length; i++) {
            worst = worst(worst, found[i], expected[i]);
        }
        return found.length == expected.length ? worst : Double.NaN;
    }

    /** NaN stays NaN. */
    private static double worst(double soFar, double found, double expected) {
        return Math.max(soFar, Math.abs(found - expected));
    }
}
