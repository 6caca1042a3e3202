package org.mococxr.appliance.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.mococxr.appliance.journal.DeliveryEntry;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.evaluation.Estimate;

/** How things are called on the pages. */
final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private Words() {}

    /** {@code pleural_effusion} to {@code Pleural effusion}. */
    static String finding(String code) {
        var words = code.replace('_', ' ');
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** 0 to 100 with one digit, as people read it. */
    static String score(double probability) {
        return String.format(Locale.ROOT, "%.1f", 100 * probability);
    }

    static String state(FilmEntry film) {
        if (film.outcome().isPresent()) {
            return film.outcome().get().conclusion().fold(scored -> "scored", refused -> "refused", failed -> "failed");
        }
        return film.stage() == FilmEntry.Stage.WORKING ? "working" : "waiting";
    }

    static String report(String kind) {
        return switch (kind) {
            case "sr" -> "Structured report";
            case "sc" -> "Picture with heat map";
            default -> kind;
        };
    }

    static String delivery(DeliveryEntry.State state) {
        return switch (state) {
            case WAITING -> "waiting";
            case DELIVERED -> "delivered";
            case DEAD -> "refused for good";
        };
    }

    /** Natural frequencies: people get those right more often than percentages. */
    static String meaning(FindingRule rule) {
        var point = rule.point();
        var name = rule.words().toLowerCase(Locale.ROOT);
        return ("At this cut-off about %s of 100 films with %s are marked (95 %% interval %s), and about %s of 100 films without"
                        + " it (95 %% interval %s).")
                .formatted(
                        inHundred(point.expectedSensitivity().value()),
                        name,
                        interval(point.expectedSensitivity()),
                        inHundred(1 - point.expectedSpecificity().value()),
                        interval(complement(point.expectedSpecificity())));
    }

    static String measured(FindingRule rule) {
        return "Measured on %d validation films, %d of them with the finding. Other places, devices and people will differ."
                .formatted(rule.point().films(), rule.point().positives());
    }

    private static Estimate complement(Estimate estimate) {
        return new Estimate(1 - estimate.value(), 1 - estimate.upper(), 1 - estimate.lower());
    }

    private static String interval(Estimate estimate) {
        return inHundred(estimate.lower()) + " to " + inHundred(estimate.upper());
    }

    private static String inHundred(double fraction) {
        return String.valueOf(Math.round(100 * fraction));
    }
}
