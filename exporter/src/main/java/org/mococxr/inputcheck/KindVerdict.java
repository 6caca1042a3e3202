package org.mococxr.inputcheck;

/**
 * What kind of picture a film is taken for.
 *
 * @param kind frontal if it is likely enough, otherwise the likeliest other kind
 * @param frontalProbability 0..1
 */
public record KindVerdict(InputKind kind, double frontalProbability) {
    static KindVerdict of(double[] probabilities, double frontalAtLeast) {
        var frontal = probabilities[InputKind.FRONTAL.ordinal()];
        if (frontal >= frontalAtLeast) {
            return new KindVerdict(InputKind.FRONTAL, frontal);
        }
        var best = InputKind.LATERAL;
        for (var kind : InputKind.values()) {
            if (kind != InputKind.FRONTAL && probabilities[kind.ordinal()] > probabilities[best.ordinal()]) {
                best = kind;
            }
        }
        return new KindVerdict(best, frontal);
    }
}
