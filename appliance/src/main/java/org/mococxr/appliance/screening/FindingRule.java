package org.mococxr.appliance.screening;

import org.mococxr.evaluation.OperatingPoint;

/**
 * How the model in use decides on one finding.
 *
 * @param finding such as {@code pleural_effusion}
 * @param words such as {@code Pleural effusion}
 * @param point the package's operating point, with what it did on validation films
 */
public record FindingRule(String finding, String words, OperatingPoint point) {}
