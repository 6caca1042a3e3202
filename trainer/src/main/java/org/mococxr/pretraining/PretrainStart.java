package org.mococxr.pretraining;

import java.util.Map;
import java.util.Optional;
import org.mococxr.checkpoint.CheckpointState.InitialWeights;
import org.mococxr.checkpoint.Tensor;

/** The backbone a run starts from, and where that came from. */
public record PretrainStart(Map<String, Tensor> backbone, Optional<InitialWeights> origin) {
    public PretrainStart {
        backbone = Map.copyOf(backbone);
    }
}
