/**
 * Teaches a backbone findings from labelled films and says how well that worked: the whole network, or a linear head over a frozen
 * backbone; AUROC per finding and per source with intervals clustered by patient; the checkpoint that the exporter turns into a model.
 */
@NullMarked
package org.mococxr.finetuning;

import org.jspecify.annotations.NullMarked;
