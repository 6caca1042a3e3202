package org.mococxr.appliance.screening;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.gate.RefusalCode;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.inputcheck.KindVerdict;

/** Says as refusals what a model's input check found. */
final class InputRefusals {
    private InputRefusals() {}

    static Optional<Conclusion.Refused> ofKind(KindVerdict verdict, Duration took) {
        var code = switch (verdict.kind()) {
            case FRONTAL -> Optional.<RefusalCode>empty();
            case LATERAL -> Optional.of(RefusalCode.LATERAL_VIEW);
            case INVERTED -> Optional.of(RefusalCode.INVERTED);
            case ROTATED -> Optional.of(RefusalCode.ROTATED);
            case NOT_CHEST -> Optional.of(RefusalCode.NOT_CHEST);
        };
        return code.map(reason -> new Conclusion.Refused(
                reason, Sentence.of("found.other_kind", Sentence.of("looks." + verdict.kind())), took));
    }

    static Optional<Conclusion.Refused> ofEmbedding(InputCheck check, float[] embedding, Duration took) {
        var distance = check.distance(embedding);
        return check.isUnusual(distance)
                ? Optional.of(new Conclusion.Refused(
                        RefusalCode.UNUSUAL_FILM,
                        Sentence.of(
                                "found.distance",
                                decimal(distance),
                                decimal(check.report().mostUnusual())),
                        took))
                : Optional.empty();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
