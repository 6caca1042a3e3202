package org.mococxr.appliance.web.films;

import java.util.Locale;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Decision;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** A score on its bar with the cut-off as a tick, and the decision in a sign and words, never in colour alone. */
final class ScoreBar {
    private ScoreBar() {}

    static Html of(View view, Assessment assessment) {
        return Html.of(
                """
                <div class="score {}"><span class="number">{}</span>{}<span class="decision"><span aria-hidden="true">{}</span> {}</span></div>""",
                assessment.decision().code(),
                view.score(assessment.probability()),
                bar(view, assessment),
                sign(assessment.decision()),
                view.decision(assessment));
    }

    private static Html bar(View view, Assessment assessment) {
        return Html.of(
                """
                <svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="{}">\
                <rect class="track" x="0" y="3" width="100" height="6"/><rect class="fill" x="0" y="3" width="{}" height="6"/>\
                <line class="tick" x1="{}" x2="{}" y1="0" y2="12" vector-effect="non-scaling-stroke"/></svg>""",
                view.say(
                        "score.of_100",
                        view.score(assessment.probability()),
                        view.score(assessment.thresholdProbability())),
                percent(assessment.probability()),
                percent(assessment.thresholdProbability()),
                percent(assessment.thresholdProbability()));
    }

    static String sign(Decision decision) {
        return switch (decision) {
            case SUGGESTIVE -> "▲";
            case NEAR_CUT_OFF -> "◆";
            case NOT_SUGGESTIVE -> "○";
            case NOT_ASSESSED -> "–";
        };
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f", 100 * fraction);
    }
}
