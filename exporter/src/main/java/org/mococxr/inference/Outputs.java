package org.mococxr.inference;

import java.util.Arrays;

/** What a model said about one film. Owns its arrays; findings are in the order of the model's manifest. */
public final class Outputs {
    private final float[] probabilities;
    private final float[] logits;
    private final float[] embedding;
    private final float[] cam;
    private final int camSide;

    Outputs(float[] probabilities, float[] logits, float[] embedding, float[] cam, int camSide) {
        this.probabilities = probabilities;
        this.logits = logits;
        this.embedding = embedding;
        this.cam = cam;
        this.camSide = camSide;
    }

    public int findings() {
        return probabilities.length;
    }

    /** Calibrated, 0..1. */
    public float probability(int finding) {
        return probabilities[finding];
    }

    /** As trained, uncalibrated. */
    public float logit(int finding) {
        return logits[finding];
    }

    /** A copy: float32 [F], calibrated, 0..1. */
    public float[] probabilities() {
        return probabilities.clone();
    }

    /** A copy: float32 [F], uncalibrated. */
    public float[] logits() {
        return logits.clone();
    }

    /** A copy: float32 [D]. */
    public float[] embedding() {
        return embedding.clone();
    }

    public CamMap cam(int finding) {
        int cells = camSide * camSide;
        return new CamMap(camSide, Arrays.copyOfRange(cam, finding * cells, (finding + 1) * cells));
    }
}
