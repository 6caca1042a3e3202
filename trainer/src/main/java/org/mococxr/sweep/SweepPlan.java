package org.mococxr.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.mococxr.finetuning.FinetuneSettings;
import org.mococxr.labels.Balance;
import org.mococxr.labels.Uncertain;

/**
 * What a comparison computes. It goes on only with the plan it was started with.
 *
 * @param arms the starts; others are measured against the first
 * @param fractions shares of the training patients, 0 to 1
 * @param draws of each share below 1; all patients are drawn as often as an arm has starts
 * @param linearSteps of full-batch training of a linear head
 * @param endToEndSteps of training a whole network
 * @param heldOutSources sources that are each left out of the training of one more trial and asked about alone
 */
public record SweepPlan(
        String network,
        int sizePixels,
        List<String> findings,
        List<Arm> arms,
        List<FinetuneSettings.Mode> modes,
        List<Double> fractions,
        int draws,
        int linearSteps,
        int endToEndSteps,
        int batchFilms,
        double learningRate,
        String views,
        Uncertain uncertain,
        Balance balance,
        List<String> heldOutSources,
        String askedSplit,
        List<String> filmListDigests,
        long seed) {

    /**
     * A start, or several that differ by the chance of their pretraining: draw d of an arm learns from start d, and round again, so that
     * the interval over draws holds that chance too.
     *
     * @param weights digests of what it starts from, or {@code random}
     */
    public record Arm(String name, List<String> weights) {
        public Arm {
            weights = List.copyOf(weights);
            if (weights.isEmpty()) {
                throw new IllegalArgumentException("the arm %s has nothing to start from".formatted(name));
            }
            if (!name.matches("[A-Za-z0-9_-]+")) {
                throw new IllegalArgumentException(
                        "an arm's name is made of letters, digits, - and _, as files are named by it; was " + name);
            }
        }
    }

    public SweepPlan {
        findings = List.copyOf(findings);
        arms = List.copyOf(arms);
        modes = List.copyOf(modes);
        fractions = List.copyOf(fractions);
        heldOutSources = List.copyOf(heldOutSources);
        filmListDigests = List.copyOf(filmListDigests);
        if (fractions.isEmpty()
                || fractions.stream().anyMatch(f -> !(f > 0 && f <= 1))
                || draws < 1
                || linearSteps < 1
                || endToEndSteps < 1) {
            throw new IllegalArgumentException(
                    "fractions lie between 0 and 1, draws and steps are 1 or more; were %s, %d, %d and %d"
                            .formatted(fractions, draws, linearSteps, endToEndSteps));
        }
        if (arms.isEmpty() || new HashSet<>(armNames(arms)).size() != arms.size() || modes.isEmpty()) {
            throw new IllegalArgumentException(
                    "a sweep compares starts of different names in at least one mode, were " + armNames(arms));
        }
        requireDistinctNames(trials(arms, modes, draws, fractions, heldOutSources));
    }

    private static void requireDistinctNames(List<Trial> trials) {
        if (trials.stream().map(Trial::name).distinct().count() < trials.size()) {
            throw new IllegalArgumentException(
                    "shares, modes and the names of sources must differ, as trials are kept by them");
        }
    }

    private static List<String> armNames(List<Arm> arms) {
        return arms.stream().map(Arm::name).toList();
    }

    List<String> armNames() {
        return armNames(arms);
    }

    /** All trials, those of one arm and mode together, so that its embeddings are computed once. */
    List<Trial> trials() {
        return trials(arms, modes, draws, fractions, heldOutSources);
    }

    private static List<Trial> trials(
            List<Arm> arms,
            List<FinetuneSettings.Mode> modes,
            int draws,
            List<Double> fractions,
            List<String> heldOutSources) {
        var trials = new ArrayList<Trial>();
        var starts = arms.stream().mapToInt(arm -> arm.weights().size()).max().orElseThrow();
        for (var arm : arms) {
            for (var mode : modes) {
                for (var draw = 0; draw < Math.max(draws, starts); draw++) {
                    for (var fraction : fractions) {
                        if (draw < (fraction < 1 ? draws : starts)) {
                            trials.add(new Trial(arm.name(), mode, fraction, draw, Optional.empty()));
                        }
                    }
                }
                for (var source : heldOutSources) {
                    for (var draw = 0; draw < starts; draw++) {
                        trials.add(new Trial(arm.name(), mode, 1, draw, Optional.of(source)));
                    }
                }
            }
        }
        return List.copyOf(trials);
    }
}
