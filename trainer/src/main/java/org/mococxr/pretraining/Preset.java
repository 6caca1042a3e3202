package org.mococxr.pretraining;

import java.util.Arrays;
import java.util.Locale;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.run.LearningRate;
import org.mococxr.tensors.Optimizer;

/** A recipe: what a run computes where nothing else is asked for. */
public enum Preset {
    /** Strong views, SGD with warm-up and cosine: for one device and archives of a few thousand films or more. */
    CXR_STRONG("cxr-strong"),
    /**
     * MoCo-CXR as released: mirror and turn by up to 10 degrees, Adam 1e-4, batch 16, 24,576 keys, a tenth of the rate from epochs 12
     * and 18 of 20, 320 pixels. Batch norm is shuffled in two groups, as the paper's method asks; the released code, on its one device,
     * shuffled within one group, which does nothing ({@code --norm-groups 1} repeats that).
     */
    PAPER("paper");

    private static final int PAPER_QUEUE_KEYS = 24_576;
    private static final int LONGEST_QUEUE_KEYS = 65_536;
    private static final int LARGE_ARCHIVE_FILMS = 50_000;

    private final String text;

    Preset(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException naming the presets */
    public static Preset named(String name) {
        var asked = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return asked.equals("small-data") // its name in version 0.1
                ? CXR_STRONG
                : Arrays.stream(values())
                        .filter(preset -> preset.text.equals(asked))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "unknown preset %s; known: %s".formatted(name, Arrays.toString(values()))));
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return text;
    }

    public int sizePixels() {
        return this == PAPER ? 320 : 224;
    }

    /** Side of the films that views of this side are cut from. */
    public int filmPixels(int sizePixels) {
        return this == PAPER ? sizePixels : (sizePixels * 5 / 4 + 7) / 8 * 8;
    }

    public ViewRecipe views() {
        return this == PAPER ? ViewRecipe.PAPER : ViewRecipe.CXR_STRONG;
    }

    public int batchFilms(boolean gpu) {
        return this == PAPER ? 16 : gpu ? 256 : 64;
    }

    public int epochs() {
        return this == PAPER ? 20 : 200;
    }

    /**
     * The queue for N films. The paper's where it fits; else a tenth of the films, at least 256 keys, at most 65,536: a longer queue
     * holds too many films that look alike, and one longer than N - batch would hold the query's own film.
     *
     * @param keysPerStep the queue is a multiple of it
     */
    public int queueKeys(int films, int batchFilms, int keysPerStep) {
        var wanted = this == PAPER ? PAPER_QUEUE_KEYS : Math.min(LONGEST_QUEUE_KEYS, Math.max(256, films / 10));
        var longest = films - batchFilms;
        return Math.max(keysPerStep, Math.min(wanted, longest) / keysPerStep * keysPerStep);
    }

    /**
     * The paper's 0.999. Else 0.99 below 50,000 films, where the key encoder must keep up within few steps, and rising from there to
     * 0.999 above.
     */
    public KeyMomentum keyMomentum(int films) {
        if (this == PAPER) {
            return KeyMomentum.constant(0.999);
        }
        return films < LARGE_ARCHIVE_FILMS ? KeyMomentum.constant(0.99) : new KeyMomentum(0.99, 0.999);
    }

    /** Groups of at least 16 films, at most 8 groups; two where that is not to be had. */
    public static int normGroups(int batchFilms) {
        for (var groups = 8; groups > 1; groups /= 2) {
            if (batchFilms % groups == 0 && batchFilms / groups >= 16) {
                return groups;
            }
        }
        return batchFilms % 2 == 0 && batchFilms >= 4 ? 2 : 1;
    }

    public Optimizer.Rule optimizer() {
        return this == PAPER ? Optimizer.Rule.ADAM : Optimizer.Rule.SGD;
    }

    public double learningRate(int batchFilms) {
        return this == PAPER ? 1e-4 : 0.03 * batchFilms / 256;
    }

    public LearningRate.Shape schedule() {
        return this == PAPER ? LearningRate.Shape.STEPS : LearningRate.Shape.COSINE;
    }

    public int warmupEpochs(int epochs) {
        return this == PAPER ? 0 : Math.min(10, epochs / 20);
    }
}
