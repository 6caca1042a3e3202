package org.mococxr.report;

/**
 * A finding as reports name it.
 *
 * @param name as film lists and model packages write it, such as {@code pleural_effusion}
 * @param concept what is evaluated
 * @param site where in the body
 * @param words what a reader sees, such as {@code Pleural effusion}
 */
public record ReportedFinding(String name, CodedConcept concept, CodedConcept site, String words) {}
