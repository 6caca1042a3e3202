package org.mococxr.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which part of training wrote a checkpoint. */
public enum CheckpointKind {
    /** Contrastive pretraining: a backbone without a head. */
    @JsonProperty("pretrain")
    PRETRAIN,
    /** Supervised fine-tuning: backbone and head, reference outputs and validation predictions. */
    @JsonProperty("finetune")
    FINETUNE
}
