package org.mococxr.finetuning;

import java.util.Optional;
import org.mococxr.evaluation.Estimate;

/**
 * How well one finding is told apart on the films of one source, or of all.
 *
 * @param source {@link Figures#ALL_SOURCES} for all
 * @param auroc absent where films are all with or all without, or too few for an interval
 */
public record FindingFigure(
        String finding, String source, int films, int positives, int patients, Optional<Estimate> auroc) {}
