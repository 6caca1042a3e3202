package org.mococxr.finetuning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.mococxr.checkpoint.Checkpoint;
import org.mococxr.checkpoint.CheckpointState;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.run.RunRefusedException;

/**
 * The mean of the weights of several fine-tunings of one start ("model soup", Wortsman et al. 2022): an ensemble that costs no more to
 * run than one network. Statistics of batch norm are averaged like weights.
 *
 * @param weights backbone and head by torchvision's names
 * @param state the first member's, with the settings in which members differ as lists, and {@value #MEMBERS}
 */
public record WeightAverage(Map<String, Tensor> weights, CheckpointState state) {
    /** Setting of an averaged checkpoint: SHA-256 of the weights of its members. */
    public static final String MEMBERS = "averageOf";

    /** @throws RunRefusedException if the checkpoints are fewer than two, or not of one start, network, size, findings and films */
    public static WeightAverage of(List<Checkpoint> members, String codeVersion) {
        if (members.size() < 2) {
            throw new RunRefusedException("an average needs two checkpoints or more, not " + members.size());
        }
        members.forEach(Evaluation::requireFindings);
        requireSame(members, "network", CheckpointState::network);
        requireSame(members, "input size in pixels", CheckpointState::inputSizePixels);
        requireSame(members, "findings", CheckpointState::findings);
        requireSame(members, "film preparation", CheckpointState::preparation);
        requireSame(members, "grey normalisation", state -> List.of(state.greyMean(), state.greyStd()));
        requireSame(members, "start", WeightAverage::start);
        requireSame(members, "film lists", CheckpointState::filmLists);
        if (members.stream().map(Checkpoint::weightsSha256).distinct().count() < members.size()) {
            throw new RunRefusedException("the same weights were given twice; each member counts once");
        }
        return new WeightAverage(mean(members), state(members, codeVersion));
    }

    /** Without a checkpoint to start from, the seed drew what public weights leave open, or everything. */
    private static String start(CheckpointState state) {
        return state.parent()
                .map(CheckpointState.Parent::weightsSha256)
                .orElseGet(() -> "%s with seed %d"
                        .formatted(
                                state.initialWeights()
                                        .map(CheckpointState.InitialWeights::sha256)
                                        .orElse("random"),
                                state.seed()));
    }

    private static void requireSame(List<Checkpoint> members, String what, Function<CheckpointState, Object> of) {
        var first = of.apply(members.get(0).state());
        for (var member : members) {
            var other = of.apply(member.state());
            if (!first.equals(other)) {
                throw new RunRefusedException(
                        "only fine-tunings of one start on the same films have a meaningful average; %s: %s in %s, %s in %s"
                                .formatted(what, first, members.get(0).folder(), other, member.folder()));
            }
        }
    }

    private static Map<String, Tensor> mean(List<Checkpoint> members) {
        var weights = members.stream().map(Checkpoint::weights).toList();
        var mean = new LinkedHashMap<String, Tensor>();
        weights.get(0).forEach((name, tensor) -> {
            var sum = new double[tensor.size()];
            for (var each : weights) {
                var values = Objects.requireNonNull(each.get(name)).values();
                for (var i = 0; i < sum.length; i++) {
                    sum[i] += values[i];
                }
            }
            var values = new float[sum.length];
            for (var i = 0; i < sum.length; i++) {
                values[i] = (float) (sum[i] / weights.size());
            }
            mean.put(name, Tensor.of(tensor.shape(), values));
        });
        return mean;
    }

    private static CheckpointState state(List<Checkpoint> members, String codeVersion) {
        var states = members.stream().map(Checkpoint::state).toList();
        var first = states.get(0);
        var settings = new TreeMap<>(first.settings());
        first.settings().forEach((name, value) -> {
            var values = states.stream()
                    .map(state -> Objects.requireNonNullElse(state.settings().get(name), "none"))
                    .toList();
            if (values.stream().distinct().count() > 1) {
                settings.put(name, values);
            }
        });
        settings.put(MEMBERS, members.stream().map(Checkpoint::weightsSha256).toList());
        settings.put(
                "averageOfSeeds", states.stream().map(CheckpointState::seed).toList());
        return new CheckpointState(
                CheckpointState.FORMAT,
                first.kind(),
                first.network(),
                first.inputSizePixels(),
                first.greyMean(),
                first.greyStd(),
                first.preparation(),
                first.findings(),
                states.stream().mapToInt(CheckpointState::epoch).max().orElseThrow(),
                states.stream().mapToLong(CheckpointState::step).sum(),
                first.seed(),
                settings,
                first.filmLists(),
                first.initialWeights(),
                first.parent(),
                codeVersion);
    }
}
