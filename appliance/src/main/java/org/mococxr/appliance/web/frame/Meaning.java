package org.mococxr.appliance.web.frame;

import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.evaluation.Estimate;

/** What an operating point means, in natural frequencies: people get those right more often than percentages. */
public final class Meaning {
    private Meaning() {}

    public static String of(View view, FindingRule rule) {
        var point = rule.point();
        var unfounded = complement(point.expectedSpecificity());
        return view.say(
                "meaning",
                inHundred(point.expectedSensitivity().value()),
                view.finding(rule).toLowerCase(view.language().locale()),
                interval(view, point.expectedSensitivity()),
                inHundred(unfounded.value()),
                interval(view, unfounded));
    }

    public static String measured(View view, FindingRule rule) {
        return view.say("meaning.measured", rule.point().films(), rule.point().positives());
    }

    /** A share in percent with its interval. */
    public static String percent(View view, Estimate estimate) {
        return view.say("meaning.percent", inHundred(estimate.value()), interval(view, estimate));
    }

    /** An area under the curve, or another figure from 0 to 1, with its interval. */
    public static String figure(View view, Estimate estimate) {
        return view.say(
                "meaning.estimate",
                inThousandths(view, estimate.value()),
                view.say(
                        "meaning.interval",
                        inThousandths(view, estimate.lower()),
                        inThousandths(view, estimate.upper())));
    }

    private static String inThousandths(View view, double value) {
        return view.language().number(value, 3);
    }

    private static Estimate complement(Estimate estimate) {
        return new Estimate(1 - estimate.value(), 1 - estimate.upper(), 1 - estimate.lower());
    }

    private static String interval(View view, Estimate estimate) {
        return view.say("meaning.interval", inHundred(estimate.lower()), inHundred(estimate.upper()));
    }

    private static String inHundred(double fraction) {
        return String.valueOf(Math.round(100 * fraction));
    }
}
