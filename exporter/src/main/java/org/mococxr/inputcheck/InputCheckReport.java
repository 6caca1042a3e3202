package org.mococxr.inputcheck;

import java.util.List;

/**
 * {@code input-check.json}: what an input check refuses, what it learned from, and how often it was right.
 *
 * @param format {@link #FORMAT}
 * @param features recipe of the features behind the head
 * @param frontalAtLeast a film that is less probably frontal is refused
 * @param mostUnusual a film whose embedding lies farther away is refused
 * @param checkpointSha256 of the weights whose embeddings the distances are of
 * @param seed of everything drawn
 * @param learned pictures behind the head
 * @param distanceFilms films behind the distances
 * @param rates measured
 */
public record InputCheckReport(
        String format,
        String features,
        double frontalAtLeast,
        double mostUnusual,
        String checkpointSha256,
        long seed,
        List<Learned> learned,
        int distanceFilms,
        List<RefusalRate> rates) {
    public static final String FORMAT = "cxr-input-check/1";

    /**
     * @param pictures a source of films, or what was drawn
     * @param kind what they were shown as
     * @param terms under which they may be used; empty for what this program drew and for films of the model's own sources
     */
    public record Learned(String pictures, InputKind kind, int count, String terms) {}

    public InputCheckReport {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"%s\", this program reads \"%s\"".formatted(format, FORMAT));
        }
        if (!features.equals(ShapeFeatures.RECIPE)) {
            throw new IllegalArgumentException("it was fitted to the features \"%s\", this program computes \"%s\""
                    .formatted(features, ShapeFeatures.RECIPE));
        }
        if (!(frontalAtLeast > 0 && frontalAtLeast < 1) || !(mostUnusual > 0) || Double.isInfinite(mostUnusual)) {
            throw new IllegalArgumentException("its thresholds are %s, which must be a probability, and %s, a distance"
                    .formatted(frontalAtLeast, mostUnusual));
        }
        if (!checkpointSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "the checkpoint must be a SHA-256 of 64 hex digits, was \"%s\"".formatted(checkpointSha256));
        }
        learned = List.copyOf(learned);
        rates = List.copyOf(rates);
    }

    /** Sources of real films that it learned from. */
    public List<Learned> learnedFilms(boolean frontal) {
        return learned.stream()
                .filter(part -> frontal == (part.kind() == InputKind.FRONTAL)
                        && (frontal || !part.terms().isEmpty()))
                .toList();
    }
}
