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
 * @param keyMomentum how much of itself the key encoder keeps per step
 * @param normGroups groups in which shuffled keys pass batch norm
 */
public record PretrainSettings(
        String network,
        int sizePixels,
        int filmPixels,
        ViewRecipe views,
        int batchFilms,
        int queueKeys,
        double temperature,
        double keyMomentum,
        int normGroups,
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
        if (queueKeys < batchFilms || queueKeys % batchFilms != 0) {
            throw new IllegalArgumentException("the queue holds whole batches: %d keys are no multiple of %d films"
                    .formatted(queueKeys, batchFilms));
        }
        if (!(temperature > 0) || !(keyMomentum >= 0 && keyMomentum < 1) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "temperature must be above 0, key momentum in 0..1, weight decay 0 or more; were %s, %s, %s"
                            .formatted(temperature, keyMomentum, weightDecay));
        }
        if (epochs < 1 || warmupEpochs < 0 || warmupEpochs >= epochs) {
            throw new IllegalArgumentException(
                    "a run of %d epochs cannot begin with %d epochs of warm-up".formatted(epochs, warmupEpochs));
        }
    }

    /**
     * The queue for N films: a tenth of them, whole batches, at least 256 keys where that many films are left, at most 65,536. A longer
     * queue holds too many films that look alike; one longer than N - batch would hold the query's own film.
     */
    public static int queueFor(int films, int batchFilms) {
        var wanted = Math.min(65_536, Math.max(256, films / 10));
        var longest = (films - batchFilms) / batchFilms * batchFilms;
        var wholeBatches = Math.max(batchFilms, wanted / batchFilms * batchFilms);
        return Math.max(batchFilms, Math.min(wholeBatches, longest));
    }

    /** Groups of at least 16 films, at most 8 groups. */
    public static int normGroupsFor(int batchFilms) {
        for (var groups = 8; groups > 1; groups /= 2) {
            if (batchFilms % groups == 0 && batchFilms / groups >= 16) {
                return groups;
            }
        }
        return batchFilms % 2 == 0 && batchFilms >= 4 ? 2 : 1;
    }

    /** 0.99 below 50,000 films, where the key encoder must keep up within few steps; else 0.999. */
    public static double keyMomentumFor(int films) {
        return films < 50_000 ? 0.99 : 0.999;
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
        map.put("keyMomentum", keyMomentum);
        map.put("normGroups", normGroups);
        map.put("optimizer", optimizer.name().toLowerCase(Locale.ROOT));
        map.put("learningRate", learningRate);
        map.put("schedule", schedule.name().toLowerCase(Locale.ROOT));
        map.put("warmupEpochs", warmupEpochs);
        map.put("weightDecay", weightDecay);
        map.put("epochs", epochs);
        return map;
    }
}
