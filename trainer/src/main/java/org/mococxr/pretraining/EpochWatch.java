package org.mococxr.pretraining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mococxr.run.Housekeeping;
import org.mococxr.run.RunLog;
import org.mococxr.run.RunRefusedException;

/** Tells after each epoch whether the run learns, and raises the alarm where it does not. */
final class EpochWatch {
    private static final double COLLAPSED_STD_FRACTION = 0.02;
    private static final double NEARLY_COLLAPSED_STD_FRACTION = 0.2;
    private static final double TOO_EASY_FOUND_FRACTION = 0.98;

    private final PretrainSettings settings;
    private final Housekeeping housekeeping;
    private final RunLog log;

    EpochWatch(PretrainSettings settings, Housekeeping housekeeping, int epochsDone) {
        this.settings = settings;
        this.housekeeping = housekeeping;
        var plots = new LinkedHashMap<String, List<String>>();
        plots.put("Loss against knowing nothing, ln(1 + K)", List.of("loss", "chance_loss"));
        plots.put(
                "Cosine of a query to its key and to the hardest negative",
                List.of("own_key_cosine", "hardest_negative_cosine", "margin"));
        plots.put("Queries that find their key", List.of("found_fraction"));
        plots.put(
                "Spread of the keys: 1 even, 0 collapsed; mean cosine of any two",
                List.of("std_fraction", "mean_pairwise_cosine"));
        plots.put("Directions in use, of " + KeyQueue.EMBEDDING, List.of("effective_rank"));
        plots.put("AUROC of labelled films the run does not learn from", List.of("knn_auroc", "probe_auroc"));
        plots.put("Learning rate", List.of("learning_rate"));
        plots.put(
                "Films per second: the run, the device alone, the loader alone",
                List.of("films_per_second", "device_films_per_second", "loader_films_per_second"));
        plots.put("Share of the time spent waiting for films", List.of("loader_wait_fraction"));
        log = new RunLog(
                housekeeping.folder(),
                new RunLog.Plan("Pretraining " + settings.network(), settings.asMap(), plots),
                epochsDone,
                housekeeping.clock());
    }

    /**
     * @param others figures that are not about loss and spread, by column
     * @throws RunRefusedException if the embeddings have collapsed: every further step is lost
     */
    void epochEnds(int epoch, EpochTotals totals, Spread spread, Map<String, Double> others) {
        var line = new LinkedHashMap<String, Double>();
        line.put("loss", totals.meanLoss());
        line.put("chance_loss", settings.chanceLoss());
        line.put("own_key_cosine", totals.meanOwnKeyCosine());
        line.put("hardest_negative_cosine", totals.meanHardestNegativeCosine());
        line.put("margin", totals.meanOwnKeyCosine() - totals.meanHardestNegativeCosine());
        line.put("found_fraction", totals.meanFoundFraction());
        line.put("std_fraction", spread.stdFraction());
        line.put("mean_pairwise_cosine", spread.meanPairwiseCosine());
        line.put("effective_rank", spread.effectiveRank());
        line.putAll(others);
        alarms(epoch, totals, spread).forEach(words -> {
            housekeeping.journal().warn(words);
            log.alarm(epoch, words);
        });
        log.add(epoch, line);
        housekeeping
                .journal()
                .say(
                        "epoch %d/%d: loss %.3f of chance %.3f, own key %.3f against hardest negative %.3f, found %.0f %%, spread %.2f, effective rank %.0f of %d%s, %.1f films/s"
                                .formatted(
                                        epoch,
                                        settings.epochs(),
                                        totals.meanLoss(),
                                        settings.chanceLoss(),
                                        totals.meanOwnKeyCosine(),
                                        totals.meanHardestNegativeCosine(),
                                        100 * totals.meanFoundFraction(),
                                        spread.stdFraction(),
                                        spread.effectiveRank(),
                                        KeyQueue.EMBEDDING,
                                        probed(others),
                                        others.getOrDefault("films_per_second", Double.NaN)));
        if (spread.stdFraction() < COLLAPSED_STD_FRACTION) {
            throw new RunRefusedException(
                    "the embeddings have collapsed to one direction (spread %.3f, 1 is even) in epoch %d; the run stops. The checkpoint of the epoch before is kept; start anew with a lower --learning-rate or stronger views."
                            .formatted(spread.stdFraction(), epoch));
        }
    }

    private static String probed(Map<String, Double> others) {
        var knn = others.getOrDefault("knn_auroc", Double.NaN);
        var probe = others.getOrDefault("probe_auroc", Double.NaN);
        return knn.isNaN() ? "" : ", AUROC of neighbours %.3f, of a probe %.3f".formatted(knn, probe);
    }

    /** In words; none if all is well. */
    List<String> alarms(int epoch, EpochTotals totals, Spread spread) {
        if (spread.stdFraction() < NEARLY_COLLAPSED_STD_FRACTION) {
            return List.of(
                    "the embeddings have nearly collapsed to one direction (spread %.2f, 1 is even): views differ too little, or the learning rate is too high"
                            .formatted(spread.stdFraction()));
        }
        if (totals.meanFoundFraction() > TOO_EASY_FOUND_FRACTION && epoch * 2 < settings.epochs()) {
            return List.of(
                    "%.0f %% of the queries find their key already: stronger views would teach more (--augmentation cxr-strong)"
                            .formatted(100 * totals.meanFoundFraction()));
        }
        if (epoch > 1 && totals.meanLoss() > settings.chanceLoss()) {
            return List.of(
                    "after %d epochs the loss of %.3f is still above the %.3f of knowing nothing; early on that is the random queue's doing, later the learning rate's"
                            .formatted(epoch, totals.meanLoss(), settings.chanceLoss()));
        }
        return List.of();
    }
}
