package org.mococxr.finetuning;

import java.util.Map;
import java.util.Optional;
import org.mococxr.checkpoint.CheckpointState.InitialWeights;
import org.mococxr.checkpoint.CheckpointState.Parent;
import org.mococxr.checkpoint.Tensor;
import org.mococxr.filmlist.GreyStatistics;

/**
 * What a run starts from.
 *
 * @param backbone a tensor for each of the network's parameters
 * @param grey normalises the input; an earlier run's own, so that the backbone sees what it knows
 */
public record FinetuneStart(
        Map<String, Tensor> backbone, GreyStatistics grey, Optional<InitialWeights> origin, Optional<Parent> parent) {
    public FinetuneStart {
        backbone = Map.copyOf(backbone);
    }
}
