package org.mococxr.finetuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.labels.Balance;
import org.mococxr.labels.Uncertain;

/**
 * Everything that decides what a fine-tuning run computes. A run goes on only with the settings it was started with.
 *
 * @param findings in the order of the head's outputs
 * @param auxiliary findings learned beside them because they teach the backbone something; they neither choose the epoch nor stand in the
 *     model
 * @param sizePixels side of the network's input
 * @param filmPixels side of the prepared films that training views are cut from
 * @param backboneLearningRate highest rate of the backbone; the head has its own
 * @param freezeNorm batch norm keeps its running statistics
 * @param positiveWeights by finding, how much films with it count beside {@code balance}; 1 where not named
 * @param maskOneSided labels of sources that have only films with, or only without, a finding teach nothing
 * @param labelSmoothing 0: labels are certain; e: they say e/2 and 1 - e/2
 * @param weightAverage 0: the weights as they are; else how much of itself their running average keeps per step, which is then what is
 *     judged and kept
 * @param kept which epoch's weights become the model
 * @param patienceEpochs epochs without a better validation figure after which training ends; for {@link Kept#BEST} alone
 */
public record FinetuneSettings(
        List<String> findings,
        List<String> auxiliary,
        int sizePixels,
        int filmPixels,
        Mode mode,
        ViewRecipe views,
        int batchFilms,
        int epochs,
        Kept kept,
        int patienceEpochs,
        double backboneLearningRate,
        double headLearningRate,
        double weightDecay,
        boolean freezeNorm,
        Uncertain uncertain,
        Balance balance,
        Map<String, Double> positiveWeights,
        boolean maskOneSided,
        double labelSmoothing,
        double weightAverage,
        long seed) {
    /** What learns. */
    public enum Mode {
        /** Backbone and head. */
        END_TO_END,
        /** The head alone, over a backbone that stays as it is: a check of what pretraining taught. */
        LINEAR
    }

    /** Which epoch's weights become the model. */
    public enum Kept {
        /** The one with the best figure on validation films. */
        BEST,
        /** The last: where validation films are too few to choose by, choosing would be chance. */
        LAST
    }

    public FinetuneSettings {
        findings = List.copyOf(findings);
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("there must be a finding to learn");
        }
        auxiliary = List.copyOf(auxiliary);
        if (!Collections.disjoint(findings, auxiliary)) {
            throw new IllegalArgumentException(
                    "a finding is learned for the model or beside it, not both; to learn are %s, beside them %s"
                            .formatted(findings, auxiliary));
        }
        if (!auxiliary.isEmpty() && mode == Mode.LINEAR) {
            throw new IllegalArgumentException(
                    "%s beside the findings would teach the backbone, which mode linear leaves as it is"
                            .formatted(auxiliary));
        }
        positiveWeights = Map.copyOf(positiveWeights);
        for (var entry : positiveWeights.entrySet()) {
            var learned = findings.contains(entry.getKey()) || auxiliary.contains(entry.getKey());
            if (!learned || !(entry.getValue() > 0)) {
                throw new IllegalArgumentException("a positive weight is above 0 and of one of %s, was %s=%s"
                        .formatted(learned(findings, auxiliary), entry.getKey(), entry.getValue()));
            }
        }
        if (sizePixels < 32 || sizePixels % 32 != 0 || filmPixels < sizePixels) {
            throw new IllegalArgumentException(
                    "the input has a side of a multiple of 32 pixels, films at least as much; were %d and %d"
                            .formatted(sizePixels, filmPixels));
        }
        if (batchFilms < 2 || epochs < 1 || patienceEpochs < 1) {
            throw new IllegalArgumentException(
                    "batches are of 2 films or more, epochs and patience 1 or more; were %d, %d, %d"
                            .formatted(batchFilms, epochs, patienceEpochs));
        }
        if (!(labelSmoothing >= 0 && labelSmoothing < 1) || !(weightAverage >= 0 && weightAverage < 1)) {
            throw new IllegalArgumentException(
                    "label smoothing and weight average are at least 0 and below 1; were %s and %s"
                            .formatted(labelSmoothing, weightAverage));
        }
        if (!(backboneLearningRate > 0) || !(headLearningRate > 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "learning rates must be positive and weight decay not negative; were %s, %s, %s"
                            .formatted(backboneLearningRate, headLearningRate, weightDecay));
        }
    }

    /** Findings, then those beside them: the order of the head's outputs while it learns. */
    public List<String> learned() {
        return learned(findings, auxiliary);
    }

    private static List<String> learned(List<String> findings, List<String> auxiliary) {
        return Stream.concat(findings.stream(), auxiliary.stream()).toList();
    }

    /** By name, for the checkpoint. What is off is not named: runs of versions that did not know it go on. */
    public Map<String, Object> asMap() {
        var map = new LinkedHashMap<String, Object>();
        if (!auxiliary.isEmpty()) {
            map.put("auxiliary", String.join(",", auxiliary));
        }
        map.put("sizePixels", sizePixels);
        map.put("filmPixels", filmPixels);
        map.put("mode", name(mode));
        map.put("views", views.name());
        map.put("flipProbability", views.flipProbability());
        map.put("batchFilms", batchFilms);
        map.put("epochs", epochs);
        if (kept == Kept.BEST) {
            map.put("patienceEpochs", patienceEpochs);
        } else {
            map.put("kept", name(kept));
        }
        map.put("backboneLearningRate", backboneLearningRate);
        map.put("headLearningRate", headLearningRate);
        map.put("weightDecay", weightDecay);
        map.put("freezeNorm", freezeNorm);
        map.put("uncertain", name(uncertain));
        map.put("balance", name(balance));
        if (!positiveWeights.isEmpty()) {
            map.put("positiveWeights", new TreeMap<>(positiveWeights).toString());
        }
        map.put("maskOneSided", maskOneSided);
        if (labelSmoothing > 0) {
            map.put("labelSmoothing", labelSmoothing);
        }
        if (weightAverage > 0) {
            map.put("weightAverage", weightAverage);
        }
        return map;
    }

    /** float32, of each finding that is learned. */
    float[] positiveWeightsInOrder() {
        var learned = learned();
        var weights = new float[learned.size()];
        for (var f = 0; f < weights.length; f++) {
            weights[f] = positiveWeights.getOrDefault(learned.get(f), 1.0).floatValue();
        }
        return weights;
    }

    private static String name(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
