package org.mococxr.pretraining;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.mococxr.augmentation.ViewRecipe;
import org.mococxr.run.LearningRate;
import org.mococxr.tensors.Optimizer;

/**
 * Everything that decides what a pretraining run computes. A run goes on only with the settings it was started with.
 *
 * @param sizePixels side of the views
 * @param filmPixels side of the prepared films that views are cut from
 * @param batchFilms films of a step, N
 * @param queueKeys negatives kept, K
 * @param normGroups groups in which queries, and shuffled keys, pass batch norm
 * @param symmetric each view is query once and key once, and both keys join the queue
 */
public record PretrainSettings(
        String network,
        int sizePixels,
        int filmPixels,
        ViewRecipe views,
        int batchFilms,
        int queueKeys,
        double temperature,
        KeyMomentum keyMomentum,
        int normGroups,
        Positives positives,
        boolean symmetric,
        Optimizer.Rule optimizer,
        double learningRate,
        LearningRate.Shape schedule,
        int warmupEpochs,
        double weightDecay,
        int epochs,
        long seed) {

    public PretrainSettings {
        if (sizePixels < 32 || sizePixels % 32 != 0 || filmPixels < sizePixels) {
            throw new IllegalArgumentException(
                    "views have a side of a multiple of 32 pixels, films at least as much; were %d and %d"
                            .formatted(sizePixels, filmPixels));
        }
        if (batchFilms < 2 || normGroups < 1 || batchFilms % normGroups != 0 || batchFilms / normGroups < 2) {
            throw new IllegalArgumentException(
                    "a batch of %d films does not divide into %d groups of at least 2 for batch norm"
                            .formatted(batchFilms, normGroups));
        }
        var keysOfAStep = symmetric ? 2 * batchFilms : batchFilms;
        if (queueKeys < keysOfAStep || queueKeys % keysOfAStep != 0) {
            throw new IllegalArgumentException(
                    "the queue holds whole steps: %d keys are no multiple of %d".formatted(queueKeys, keysOfAStep));
        }
        if (!(temperature > 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("temperature must be above 0, weight decay 0 or more; were %s, %s"
                    .formatted(temperature, weightDecay));
        }
        if (epochs < 1 || warmupEpochs < 0 || warmupEpochs >= epochs) {
            throw new IllegalArgumentException(
                    "a run of %d epochs cannot begin with %d epochs of warm-up".formatted(epochs, warmupEpochs));
        }
    }

    /** Keys that join the queue in a step. */
    int keysPerStep() {
        return symmetric ? 2 * batchFilms : batchFilms;
    }

    /** Loss of a network that knows nothing: every key is as likely as the right one. */
    public double chanceLoss() {
        return Math.log(1.0 + queueKeys);
    }

    /** By name, for the checkpoint. */
    public Map<String, Object> asMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("sizePixels", sizePixels);
        map.put("filmPixels", filmPixels);
        map.put("views", views.name());
        map.put("flipProbability", views.flipProbability());
        map.put("batchFilms", batchFilms);
        map.put("queueKeys", queueKeys);
        map.put("temperature", temperature);
        map.put("keyMomentum", keyMomentum.start());
        if (keyMomentum.end() != keyMomentum.start()) {
            map.put("keyMomentumEnd", keyMomentum.end());
        }
        map.put("normGroups", normGroups);
        if (normGroups > 1) {
            map.put("queryNorm", "groups"); // runs of version 0.1 sent all queries through batch norm together
        }
        if (positives != Positives.SAME_FILM) {
            map.put("positives", positives.toString());
        }
        if (symmetric) {
            map.put("symmetric", true);
        }
        map.put("optimizer", optimizer.name().toLowerCase(Locale.ROOT));
        map.put("learningRate", learningRate);
        map.put("schedule", schedule.name().toLowerCase(Locale.ROOT));
        map.put("warmupEpochs", warmupEpochs);
        map.put("weightDecay", weightDecay);
        map.put("epochs", epochs);
        return map;
    }
}
