package org.mococxr.appliance.screening;

import java.util.Locale;
import java.util.Optional;
import org.mococxr.gate.Refusal;
import org.mococxr.gate.RefusalCode;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.inputcheck.KindVerdict;

/** Says as refusals what a model's input check found. */
final class InputRefusals {
    private InputRefusals() {}

    static Optional<Refusal> ofKind(KindVerdict verdict) {
        var code = switch (verdict.kind()) {
            case FRONTAL -> Optional.<RefusalCode>empty();
            case LATERAL -> Optional.of(RefusalCode.LATERAL_VIEW);
            case INVERTED -> Optional.of(RefusalCode.INVERTED);
            case ROTATED -> Optional.of(RefusalCode.ROTATED);
            case NOT_CHEST -> Optional.of(RefusalCode.NOT_CHEST);
        };
        return code.map(reason -> new Refusal(
                reason,
                "by its pixels more like a picture of the kind \"%s\" than like an upright frontal chest film"
                        .formatted(verdict.kind().words())));
    }

    static Optional<Refusal> ofEmbedding(InputCheck check, float[] embedding) {
        var distance = check.distance(embedding);
        return check.isUnusual(distance)
                ? Optional.of(new Refusal(
                        RefusalCode.UNUSUAL_FILM,
                        String.format(
                                Locale.ROOT,
                                "distance %.2f from the training films; at most %.2f is assessed",
                                distance,
                                check.report().mostUnusual())))
                : Optional.empty();
    }
}
