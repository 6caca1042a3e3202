package org.mococxr.appliance.web.system;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.mococxr.appliance.journal.WhatIf;
import org.mococxr.appliance.settings.SiteSettings;
import org.mococxr.appliance.upkeep.RetentionRules;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.frame.Pages;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.gate.GatePolicy;
import org.mococxr.gate.RefusalCode;

/** What other settings would have meant for the films that came last. */
final class SettingEffects {
    static final int FILMS = 500;
    private static final int MEBIBYTE = 1 << 20;

    /** What {@link GatePolicy#research()} lets through; everything else is refused under every policy. */
    private static final Set<RefusalCode> LIFTED =
            Set.of(RefusalCode.TOO_SMALL, RefusalCode.VIEW_UNKNOWN, RefusalCode.AGE_UNKNOWN);

    private final WhatIf whatIf;
    private final LongSupplier freeBytes;
    private final Clock clock;

    SettingEffects(Shown shown) {
        this.whatIf = shown.journal().whatIf();
        this.freeBytes = () -> shown.health().status().freeBytes();
        this.clock = shown.clock();
    }

    /** One part for each setting that would be another; empty if none would. */
    List<Html> of(View view, SiteSettings settings, WantedSettings wanted) {
        var now = WantedSettings.of(settings);
        var changes = new ArrayList<Html>();
        if (!now.siteName().equals(wanted.siteName())) {
            changes.add(change(
                    view.say("settings.site_name"),
                    Pages.nowThen(view, now.siteName(), wanted.siteName()),
                    view.say("settings.site_name.effect")));
        }
        if (now.naming() != wanted.naming()) {
            changes.add(change(
                    view.say("settings.naming"),
                    Pages.nowThen(view, naming(view, now), naming(view, wanted)),
                    view.say("settings.naming." + wanted.naming().code() + ".effect")));
        }
        if (now.research() != wanted.research()) {
            changes.add(change(
                    view.say("settings.policy"),
                    Pages.nowThen(view, policy(view, now), policy(view, wanted)),
                    policyEffect(view, wanted.research())));
        }
        if (!now.copiesFrom().equals(wanted.copiesFrom())) {
            changes.add(change(
                    view.say("settings.copies"),
                    Pages.nowThen(view, now.copiesInWords(), wanted.copiesInWords()),
                    copiesEffect(view, now.copiesFrom(), wanted.copiesFrom())));
        }
        var rulesNow = settings.retention();
        var rulesThen = wanted.appliedTo(settings).retention();
        if (!rulesNow.equals(rulesThen)) {
            changes.add(change(
                    view.say("settings.retention"),
                    Pages.nowThen(view, rules(view, rulesNow), rules(view, rulesThen)),
                    retentionEffect(view, wanted)));
        }
        return changes;
    }

    private static Html change(String what, Html nowThen, String effect) {
        return Html.of(
                "<section class=\"sheet\"><h2>{}</h2>{}<p><strong>{}</strong></p></section>", what, nowThen, effect);
    }

    private static String naming(View view, WantedSettings settings) {
        var key = "settings.naming." + settings.naming().code();
        return view.say(key) + ": " + view.say(key + ".does");
    }

    private static String policy(View view, WantedSettings settings) {
        return view.say(settings.research() ? "settings.policy.research" : "settings.policy.clinical");
    }

    private String policyEffect(View view, boolean research) {
        var share = research ? whatIf.refusedFor(LIFTED, FILMS) : whatIf.scoredAgainst(GatePolicy.clinical(), FILMS);
        return share.films() == 0
                ? view.say("settings.no_films")
                : view.say(
                        research ? "settings.policy.effect_research" : "settings.policy.effect_clinical",
                        share.films(),
                        share.hits());
    }

    /** A change may let some senders' copies in and shut others' out. */
    private String copiesEffect(View view, List<String> now, List<String> then) {
        var refused = whatIf.copiesRefusedFrom(without(then, now), FILMS);
        if (refused.films() == 0) {
            return view.say("settings.no_films");
        }
        var words = view.say("settings.copies.effect", refused.films(), refused.hits());
        var shutOut = without(now, then);
        return shutOut.isEmpty()
                ? words
                : words + " "
                        + view.say(
                                "settings.copies.effect_out",
                                whatIf.scoredFrom(shutOut, FILMS).hits());
    }

    private static Set<String> without(List<String> these, List<String> those) {
        var rest = new HashSet<>(these);
        those.forEach(rest::remove);
        return rest;
    }

    static String rules(View view, RetentionRules rules) {
        var days = rules.longest().map(Duration::toDays).orElse(0L);
        var room = rules.makeRoomBelowBytes() / MEBIBYTE;
        var words = new ArrayList<String>();
        words.add(days == 0 ? view.say("settings.kept_for_ever") : view.say("settings.kept_days", days));
        if (room > 0) {
            words.add(view.say("settings.room_below", room));
        }
        return String.join(" ", words);
    }

    private String retentionEffect(View view, WantedSettings wanted) {
        var old = wanted.keepDays() == 0
                ? new WhatIf.Room(0, 0)
                : whatIf.removable(clock.instant().minus(Duration.ofDays(wanted.keepDays())));
        var missing = (wanted.makeRoomBelowMib() << 20) - freeBytes.getAsLong() - old.bytes();
        var words = view.say("settings.retention.effect", old.films(), old.bytes() / MEBIBYTE);
        return missing <= 0
                ? words
                : words + " "
                        + view.say(
                                "settings.room.effect",
                                Math.min(
                                                missing,
                                                whatIf.removable(clock.instant())
                                                        .bytes())
                                        / MEBIBYTE);
    }
}
